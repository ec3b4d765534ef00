//! 領収書: the formal receipt with 宛名 and 但し書き, once for a sale.
//!
//! It states what a simplified qualified invoice must, so it is handed out in exchange for the receipt, and not beside it.

use serde::{Deserialize, Serialize};

use super::print::{center, left, paid, pair};
use super::{Direction, PrintLine, Receipt, SlipKind};
use crate::basket::CounterMode;
use crate::card::looks_like_card_number;
use crate::money::Yen;
use crate::tender::Tender;

/// 但し書き where nobody writes another.
pub const DEFAULT_PROVISO: &str = "お品代として";

/// 宛名 and 但し書き: so many characters at most.
pub const MOST_FORMAL: usize = 40;

/// What a clerk writes on a 領収書.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Formal {
    /// 宛名, without 様; may be empty.
    pub addressee: String,
    /// 但し書き
    pub proviso: String,
}

/// Why there is no such 領収書, in the clerk's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FormalError {
    /// 宛名 is too long.
    #[error("宛名は40文字以内で入力してください。")]
    LongAddressee,
    /// 但し書き is empty or too long.
    #[error("但し書きを40文字以内で入力してください。")]
    BadProviso,
    /// Somebody typed or swiped a card.
    #[error("カード番号は入力できません。宛名と但し書きを確認してください。")]
    CardNumber,
    /// A training slip.
    #[error("練習の伝票には領収書を発行できません。")]
    Training,
    /// A slip that gives money back.
    #[error("返金の伝票には領収書を発行できません。元の販売の伝票を開いてください。")]
    MoneyBack,
    /// 予約: its own paper is the receipt of its 内金.
    #[error("予約の内金は、内金領収書が領収書です。伝票照会から再発行できます。")]
    Advance,
    /// Nothing was received with it.
    #[error("この伝票で受け取った金額がないため、領収書は発行できません。")]
    Nothing,
}

impl Formal {
    /// What was typed, as it is kept.
    ///
    /// # Errors
    /// Says what is to be typed otherwise.
    pub fn cleaned(&self) -> Result<Self, FormalError> {
        let (addressee, proviso) = (clean(&self.addressee), clean(&self.proviso));
        if [&addressee, &proviso].into_iter().any(|text| looks_like_card_number(text)) {
            return Err(FormalError::CardNumber);
        }
        if addressee.chars().count() > MOST_FORMAL {
            return Err(FormalError::LongAddressee);
        }
        if proviso.is_empty() || proviso.chars().count() > MOST_FORMAL {
            return Err(FormalError::BadProviso);
        }
        Ok(Self { addressee, proviso })
    }
}

fn clean(text: &str) -> String {
    let printed: String = text.chars().filter(|c| !c.is_control()).collect();
    printed.trim().trim_end_matches('様').trim_end().to_owned()
}

impl Receipt {
    /// Whether a slip of this kind has a 領収書 at all. What became of it since is not known here.
    ///
    /// # Errors
    /// Says why not.
    pub fn may_be_formal(&self) -> Result<(), FormalError> {
        if self.slip.mode == CounterMode::Training {
            return Err(FormalError::Training);
        }
        if matches!(self.slip.kind, SlipKind::Reservation { .. }) {
            return Err(FormalError::Advance);
        }
        match self.slip.kind.direction() {
            Direction::Out => Err(FormalError::MoneyBack),
            Direction::In if self.slip.due() <= Yen::ZERO => Err(FormalError::Nothing),
            Direction::In => Ok(()),
        }
    }

    /// The 領収書 as printed.
    #[must_use]
    pub fn print_formal(&self, formal: &Formal) -> Vec<PrintLine> {
        let mut out = Vec::new();
        self.print_marks(&mut out);
        out.push(PrintLine::Title { text: "領収書".to_owned() });
        pair(&mut out, &format!("No. {}-{}", self.slip.register_code, self.receipt_number), String::new());
        pair(&mut out, "取引日", self.issued_at_text.clone());
        let to =
            if formal.addressee.is_empty() { "＿＿＿＿＿＿＿＿" } else { formal.addressee.as_str() };
        out.push(PrintLine::Title { text: format!("{to} 様") });
        out.push(PrintLine::Large { text: format!("¥{}-", self.slip.due()) });
        left(&mut out, &format!("但 {}", formal.proviso));
        left(&mut out, "上記正に領収いたしました。");
        out.push(PrintLine::Rule);
        self.print_what_it_is_for(&mut out);
        for tender in &self.slip.tenders {
            match tender {
                // What was handed over and given back is the receipt's matter.
                Tender::Cash { amount, .. } => pair(&mut out, "現金", format!("¥{amount}")),
                other => paid::print_tender(&mut out, other),
            }
        }
        self.print_stamp(&mut out);
        out.push(PrintLine::Rule);
        self.print_issuer(&mut out);
        self.print_marks(&mut out);
        out
    }

    /// 内訳: the whole sale by rate, and what of it was paid before.
    fn print_what_it_is_for(&self, out: &mut Vec<PrintLine>) {
        pair(out, "お買上げ合計", format!("¥{}", self.slip.totals.total));
        self.print_taxes(out);
        if let SlipKind::HandOver { number, deposit } = &self.slip.kind {
            pair(out, &format!("内金充当(予約番号 {number})"), format!("-{deposit}"));
            pair(out, "今回のお支払い", format!("¥{}", self.slip.due()));
        }
        self.print_reduced(out);
    }

    fn print_issuer(&self, out: &mut Vec<PrintLine>) {
        let shop = &self.slip.shop;
        out.push(PrintLine::Title { text: shop.name.clone() });
        center(out, &shop.address);
        if !shop.phone.is_empty() {
            center(out, &format!("TEL {}", shop.phone));
        }
        if let Some(number) = &shop.registration_number {
            center(out, &format!("登録番号 {number}"));
        }
        let operator = self.slip.operator.as_ref().map_or(String::new(), |who| format!("担当 {}", who.name));
        pair(out, &format!("レジ{}", self.slip.register_code), operator);
        left(out, &format!("レシート(伝票番号 {})と引換えに発行しました。", self.receipt_number));
    }
}
