//! How the money of a slip goes back, tender by tender, with what is to be done on the terminal.

use catlink_shared::money::Yen;
use catlink_shared::refund::{Refund, RefundBy};
use catlink_shared::terminal::profile::{ManualOperation, PartialReturn, WayBack};
use catlink_shared::wire::slips::{Guide, HandPayment, TenderLeft};
use leptos::prelude::*;

use crate::components::steps::Steps;
use crate::front::Front;

/// Whether all of a slip goes back, or goods of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Undoing {
    /// 伝票取消
    Void,
    /// 返品
    Return,
}

impl Undoing {
    const fn operation(self) -> ManualOperation {
        match self {
            Self::Void => ManualOperation::Void,
            Self::Return => ManualOperation::Return,
        }
    }

    const fn word(self) -> &'static str {
        match self {
            Self::Void => "取消",
            Self::Return => "返品",
        }
    }

    const fn is_guided(self, tender: &TenderLeft) -> bool {
        matches!(
            match self {
                Self::Void => tender.void_guide,
                Self::Return => tender.return_guide,
            },
            Guide::Shown
        )
    }
}

/// The refunds, and for each card what is to be done on its terminal.
#[component]
pub(crate) fn MoneyBack(undoing: Undoing, refunds: Memo<Vec<Refund>>) -> impl IntoView {
    let front = Front::here();
    let tenders = Memo::new(move |_| {
        front.get(|state| state.slip_desk().sheet().map(|sheet| sheet.tenders.clone()).unwrap_or_default())
    });
    let cursor = Memo::new(move |_| front.get(|state| state.cursor().unwrap_or(0)));
    let guided = move || {
        let tenders = tenders.get();
        let guided = refunds.get().into_iter().find_map(|refund| {
            let tender = tenders.get(refund.of_tender)?;
            let by_hand = refund.by == RefundBy::Card
                && tender.hand == HandPayment::Settled
                && undoing.is_guided(tender);
            tender.model.filter(|_| by_hand)
        });
        guided.map(|model| view! { <Steps model operation=undoing.operation()/> })
    };
    view! {
        <div class="list list-short" role="listbox" aria-label="返金の方法">
            {move || {
                let refunds = refunds.get();
                tenders.get().into_iter().enumerate().map(|(row, tender)| {
                    let refund = refunds.iter().find(|refund| refund.of_tender == row).copied();
                    view! { <Tender row undoing tender refund cursor/> }
                }).collect_view()
            }}
        </div>
        {guided}
    }
}

#[component]
fn Tender(
    row: usize,
    undoing: Undoing,
    tender: TenderLeft,
    refund: Option<Refund>,
    cursor: Memo<usize>,
) -> impl IntoView {
    let front = Front::here();
    let name = tender.card_company_name.clone().unwrap_or_else(|| "現金".to_owned());
    let amount = refund.map_or(Yen::ZERO, |refund| refund.amount);
    let said = match refund {
        None => "返金はありません。".to_owned(),
        Some(refund) => sentence(undoing, &tender, refund),
    };
    view! {
        <button
            type="button" class="row row-refund" role="option" tabindex="-1" data-refund=row
            aria-selected=move || (cursor.get() == row).to_string()
            on:mousedown=|event| event.prevent_default()
            on:click=move |_| { front.act(|state, now| state.on_row(row, now)); }
        >
            <span class="row-name">{name}</span>
            <span class="row-figure">{format!("¥{amount}")}</span>
            <span class="row-wide">{said}</span>
        </button>
    }
}

/// What F12 means for one tender.
fn sentence(undoing: Undoing, tender: &TenderLeft, refund: Refund) -> String {
    let word = undoing.word();
    let slip = tender.slip_number.as_ref().map(|slip| format!("(端末の伝票番号 {slip})")).unwrap_or_default();
    let profile = tender.model.map(|model| model.profile());
    match (&tender.card_company_name, refund.by) {
        (None, _) => "現金でお客様へ返金します。".to_owned(),
        (Some(_), RefundBy::Card) if tender.hand == HandPayment::NotTaken => {
            "手動決済の伝票番号が、まだ登録されていません。端末で決済していない場合だけ、F12 で確定してください。決済した場合は F9 で戻り、先に「端末側の操作待ち」へ売上票の伝票番号と金額を入力します。".to_owned()
        }
        (Some(_), RefundBy::Card) => {
            let part = match (undoing, tender.part) {
                (Undoing::Return, PartialReturn::WholeAndChargeAgain) if refund.amount < tender.left => {
                    let stays = tender.left.checked_sub(refund.amount).unwrap_or_default();
                    format!(
                        "この端末は一部だけの返品ができません。端末では全額 ¥{} を返品し、残りの ¥{stays} を決済し直します(操作待ちに2件残ります)。",
                        tender.left
                    )
                }
                (Undoing::Void | Undoing::Return, _) => String::new(),
            };
            format!("お客様のカードをお借りし、F12 の後に端末で{word}します{slip}。{part}")
        }
        (Some(_), RefundBy::Cash) => match (tender.way_back, profile) {
            (WayBack::Cash, Some(profile)) => {
                format!("このブランドは {} では{word}できません。現金でお客様へ返金します。", profile.name)
            }
            (WayBack::Cash | WayBack::Void, _) => {
                "カードのお支払いを現金で返金します(責任者の承認が必要です)。F5 でカードへの返金に戻せます。".to_owned()
            }
        },
    }
}
