//! How a slip is paid: cash, cards that are not linked, and one linked card for the whole amount.

use serde::{Deserialize, Serialize};

use crate::card::{CardCategory, CardCategoryCode, CardCompany, LinkFlag, StampDuty, default_stamp};
use crate::ids::{PaymentId, UnixMs};
use crate::money::Yen;
use crate::terminal::profile::CatModel;
use crate::terminal::{
    ApprovalCode, BrandCode, Last4, PaymentCondition, PaymentDetail, SlipNumber, TerminalId,
};

/// The share of a slip paid with a card that is not linked (クレジットカード under ≪現金外支払≫).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnlinkedCard {
    /// Which カード会社.
    pub card_company_code: String,
    /// How much of the slip.
    pub amount: Yen,
}

/// What the page asks a slip to be paid with, when nothing is linked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tenders {
    /// お預り: the cash the customer handed over.
    pub tendered: Yen,
    /// Cards (`non_cash_tenders`).
    pub cards: Vec<UnlinkedCard>,
}

/// Why tenders do not pay a slip, in the clerk's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TenderError {
    /// A share of nothing or less.
    #[error("支払金額は1円以上で入力してください。")]
    NotPositive,
    /// Cards above what is due: a card gives no change.
    #[error("カードの金額が合計を超えています。カードからお釣りは出せません。")]
    CardAboveTotal,
    /// Not enough.
    #[error("お預りが不足しています。")]
    Short,
    /// Cash above what can be.
    #[error("お預りは99,999,999円までです。")]
    TooMuchCash,
    /// Cash handed over although cards pay everything.
    #[error("カードで全額お支払いのため、お預りは0円にしてください。")]
    CashBesideFullCard,
    /// A linked card with anything beside it.
    #[error("連動するカードは全額のみお支払いいただけます(併用払いはできません)。")]
    SplitTender,
}

impl Tenders {
    /// Cash only.
    #[must_use]
    pub fn cash(tendered: Yen) -> Self {
        Self { tendered, cards: Vec::new() }
    }

    /// What of `total` is paid in cash, and お釣り.
    ///
    /// # Errors
    /// Says what is short or too much; nothing is settled.
    pub fn settle(&self, total: Yen) -> Result<(Yen, Yen), TenderError> {
        if self.tendered < Yen::ZERO || self.cards.iter().any(|card| card.amount <= Yen::ZERO) {
            return Err(TenderError::NotPositive);
        }
        if self.tendered > crate::basket::MOST_TOTAL {
            return Err(TenderError::TooMuchCash);
        }
        let cards =
            Yen::checked_sum(self.cards.iter().map(|card| card.amount)).ok_or(TenderError::CardAboveTotal)?;
        let cash_due = total.checked_sub(cards).ok_or(TenderError::CardAboveTotal)?;
        if cash_due < Yen::ZERO {
            return Err(TenderError::CardAboveTotal);
        }
        if cash_due == Yen::ZERO && cards > Yen::ZERO && self.tendered > Yen::ZERO {
            return Err(TenderError::CashBesideFullCard);
        }
        let change = self.tendered.checked_sub(cash_due).ok_or(TenderError::Short)?;
        if change < Yen::ZERO {
            return Err(TenderError::Short);
        }
        Ok((cash_due, change))
    }
}

/// Whether a card company's row goes to a terminal for a sale on this register.
///
/// `has_port` says whether a model (and device) has a port here. CAT連動 = 1, 売上連携 = 1 and a port: linked; else an
/// unlinked tender.
#[must_use]
pub fn is_linked_sale(
    link: LinkMode,
    company: &CardCompany,
    has_port: impl Fn(&CardCompany) -> bool,
) -> bool {
    matches!(link, LinkMode::Linked)
        && matches!(company.link_sales, LinkFlag::On)
        && company.model.is_some()
        && has_port(company)
}

/// CAT連動 of a register (9:テストモード is listed in the settings and refused).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkMode {
    /// 0:連動しない
    Unlinked,
    /// 1:連動する
    Linked,
}

/// 決済連携 in the card history: what ties a slip to the terminal's paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkInfo {
    /// カード区分名
    pub category_name: String,
    /// The terminal's 伝票番号, where it gave one.
    pub slip_number: Option<SlipNumber>,
    /// Settled by choice 1 of 【結果不明】: shown with (手).
    pub by_hand: ByHand,
}

impl LinkInfo {
    /// What stands in its column: `クレジット 00042`, with (手) where a person settled it.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = self.category_name.clone();
        if let Some(slip_number) = &self.slip_number {
            text.push(' ');
            text.push_str(slip_number.as_str());
        }
        text.push_str(match self.by_hand {
            ByHand::Terminal => "",
            ByHand::Person => "(手)",
        });
        text
    }
}

/// Who says that a linked payment was charged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ByHand {
    /// The terminal itself.
    Terminal,
    /// A person, from the terminal's paper.
    Person,
}

/// What the terminal said of an approved payment, as far as a receipt shows it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CardDetails {
    /// 端末番号
    pub terminal_id: Option<TerminalId>,
    /// 端末の伝票番号
    pub slip_number: Option<SlipNumber>,
    /// 承認番号
    pub approval_code: Option<ApprovalCode>,
    /// Brand code as it came.
    pub brand: Option<BrandCode>,
    /// Brand as shown.
    pub brand_name: Option<String>,
    /// Last four digits.
    pub account_last4: Option<Last4>,
    /// 支払区分
    pub payment_condition: Option<PaymentCondition>,
    /// 支払明細
    pub payment_detail: Option<PaymentDetail>,
    /// Balance left on an e-money card.
    pub balance: Option<Yen>,
    /// When it was charged, on the terminal's clock; what a person typed from paper: when it was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terminal_time: Option<UnixMs>,
}

/// One tender of a finished slip.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Tender {
    /// Cash.
    Cash {
        /// What of the slip it pays.
        amount: Yen,
        /// お預り
        tendered: Yen,
        /// お釣り
        change: Yen,
    },
    /// A card without a link (or one whose link failed: 連動しないで確定).
    Card {
        /// What of the slip it pays.
        amount: Yen,
        /// カード会社
        card_company_code: String,
        /// Its name.
        card_company_name: String,
        /// カード区分
        category: CardCategoryCode,
        /// Its name.
        category_name: String,
        /// Its 印紙区分 as it was; not said: that of the table a new shop starts with.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        stamp: Option<StampDuty>,
        /// 連動しないで確定: why and by whom.
        unlinked_reason: Option<String>,
    },
    /// A linked card: the whole slip.
    LinkedCard {
        /// What of the slip it pays: all of it.
        amount: Yen,
        /// Which payment.
        payment_id: PaymentId,
        /// カード会社
        card_company_code: String,
        /// Its name.
        card_company_name: String,
        /// カード区分
        category: CardCategoryCode,
        /// Its name.
        category_name: String,
        /// Its 印紙区分 as it was; not said: that of the table a new shop starts with.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        stamp: Option<StampDuty>,
        /// Model of the terminal.
        model: CatModel,
        /// Who says that it was charged.
        by_hand: ByHand,
        /// What the terminal said.
        details: CardDetails,
    },
    /// 現金返金, on a slip whose money goes to the customer.
    CashBack {
        /// How much.
        amount: Yen,
        /// The original's tender it goes back for; none where the original was not found.
        of_tender: Option<usize>,
        /// The カード会社 it was paid with, where it was not paid in cash.
        instead_of: Option<String>,
    },
    /// Money that goes back to the card, by hand on the terminal: 端末側の操作待ち until its slip number is known.
    CardBack {
        /// How much.
        amount: Yen,
        /// The original's tender it goes back for.
        of_tender: usize,
        /// カード会社
        card_company_code: String,
        /// Its name.
        card_company_name: String,
        /// カード区分
        category: CardCategoryCode,
        /// Its name.
        category_name: String,
        /// The terminal's slip of the payment, where known.
        slip_number: Option<SlipNumber>,
        /// Whether there is anything to be done on the terminal.
        how: CardBackHow,
    },
}

/// How money goes back to a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CardBackHow {
    /// By hand on the terminal.
    ByHand,
    /// Not at all: it was to be taken by hand and never was, says a person.
    NeverTaken,
}

impl Tender {
    /// What of the slip it pays.
    #[must_use]
    pub const fn amount(&self) -> Yen {
        match self {
            Self::Cash { amount, .. }
            | Self::Card { amount, .. }
            | Self::LinkedCard { amount, .. }
            | Self::CashBack { amount, .. }
            | Self::CardBack { amount, .. } => *amount,
        }
    }

    /// 印紙区分: whether a receipt for it is a receipt for money. Cash is; a card as its category said.
    #[must_use]
    pub fn stamp(&self) -> StampDuty {
        match self {
            Self::Cash { .. } | Self::CashBack { .. } => StampDuty::Taxable,
            Self::Card { category, stamp, .. } | Self::LinkedCard { category, stamp, .. } => {
                stamp.unwrap_or_else(|| default_stamp(*category))
            }
            Self::CardBack { category, .. } => default_stamp(*category),
        }
    }

    /// 決済連携: blank for what was not linked.
    #[must_use]
    pub fn link_info(&self) -> Option<LinkInfo> {
        match self {
            Self::Cash { .. } | Self::Card { .. } | Self::CashBack { .. } | Self::CardBack { .. } => None,
            Self::LinkedCard { category_name, details, by_hand, .. } => Some(LinkInfo {
                category_name: category_name.clone(),
                slip_number: details.slip_number.clone(),
                by_hand: *by_hand,
            }),
        }
    }
}

/// The name of a category in a table, or its number where the table does not list it.
#[must_use]
pub fn category_name(categories: &[CardCategory], code: CardCategoryCode) -> String {
    categories
        .iter()
        .find(|category| category.code == code)
        .map_or_else(|| format!("区分{code}"), |category| category.name.clone())
}

/// The 印紙区分 of a category in a table; none where the table does not list it.
#[must_use]
pub fn category_stamp(categories: &[CardCategory], code: CardCategoryCode) -> Option<StampDuty> {
    categories.iter().find(|category| category.code == code).map(|category| category.stamp)
}

#[cfg(test)]
mod tests {
    use super::{LinkMode, TenderError, Tenders, UnlinkedCard, is_linked_sale};
    use crate::card::{CardCategoryCode, CardCompany, LinkFlag};
    use crate::money::Yen;
    use crate::terminal::profile::CatModel;

    fn with_card(tendered: i64, card: i64) -> Tenders {
        let card = UnlinkedCard { card_company_code: "90".into(), amount: Yen::new(card) };
        Tenders { tendered: Yen::new(tendered), cards: vec![card] }
    }

    #[test]
    fn cards_are_linked_only_with_link_flag_and_port() {
        let company = |link_sales, model| CardCompany {
            code: "01".into(),
            name: "VISA".into(),
            model,
            device: None,
            category: CardCategoryCode(3),
            link_sales,
            link_void: LinkFlag::On,
            link_return: LinkFlag::On,
        };
        let model = Some(CatModel::JtC60);
        for (link, flag, model, port, linked) in [
            (LinkMode::Linked, LinkFlag::On, model, true, true),
            (LinkMode::Unlinked, LinkFlag::On, model, true, false),
            (LinkMode::Linked, LinkFlag::Off, model, true, false),
            (LinkMode::Linked, LinkFlag::On, None, true, false),
            (LinkMode::Linked, LinkFlag::On, model, false, false),
        ] {
            let is = is_linked_sale(link, &company(flag, model), |_| port);
            assert_eq!(is, linked, "{link:?} {flag:?} {model:?} {port}");
        }
    }

    #[test]
    fn cash_gives_change_and_a_card_does_not() {
        let total = Yen::new(1_000);
        assert_eq!(Tenders::cash(Yen::new(1_500)).settle(total), Ok((total, Yen::new(500))));
        assert_eq!(Tenders::cash(Yen::new(999)).settle(total), Err(TenderError::Short));
        assert_eq!(with_card(700, 400).settle(total), Ok((Yen::new(600), Yen::new(100))));
        assert_eq!(with_card(0, 1_000).settle(total), Ok((Yen::ZERO, Yen::ZERO)));
        assert_eq!(with_card(0, 1_001).settle(total), Err(TenderError::CardAboveTotal));
        assert_eq!(with_card(1, 1_000).settle(total), Err(TenderError::CashBesideFullCard));
        assert_eq!(with_card(0, 0).settle(total), Err(TenderError::NotPositive));
        assert_eq!(Tenders::cash(Yen::new(-1)).settle(total), Err(TenderError::NotPositive));
    }
}
