//! How a person chose that the money goes back: whether it can, and who has to allow it.

use catlink_shared::ids::UnixMs;
use catlink_shared::money::Yen;
use catlink_shared::receipt::Receipt;
use catlink_shared::refund::{Refund, RefundBy};
use catlink_shared::rights::Right;
use catlink_shared::tender::{CardBackHow, Tender};
use catlink_shared::terminal::profile::WayBack;
use catlink_shared::wire::reply::RefusalCode;
use catlink_shared::wire::slips::HandPayment;
use rusqlite::Transaction;

use super::{Left, Of, left_of, paid};
use crate::books::history::By;
use crate::books::{BooksError, refuse, rights};

/// The tenders of a slip whose money goes back, as a person chose them.
///
/// # Errors
/// They do not come to what is due, a card gets more than it gave, or cash for a card needs a manager.
pub fn tenders(
    tx: &Transaction<'_>,
    (original, of): (&Receipt, Of),
    due: Yen,
    refunds: &[Refund],
    hand: HandPayment,
    by: &By,
    now: UnixMs,
) -> Result<Vec<Tender>, BooksError> {
    let paid_with = paid(tx, original, of)?;
    let left = left_of(tx, original, &paid_with)?;
    check_amounts(&left, due, refunds)?;
    let mut tenders = Vec::with_capacity(refunds.len());
    let mut cash_for_card = Yen::ZERO;
    for refund in refunds {
        let (Some(known), Some(paid)) = (left.get(refund.of_tender), paid_with.get(refund.of_tender)) else {
            return Err(bad("返金の内訳が、元の支払いと合いません。伝票を開き直してください。"));
        };
        let needs_manager = check_way(known, refund, hand)?;
        if needs_manager {
            cash_for_card = cash_for_card.checked_add(refund.amount).unwrap_or(refund.amount);
        }
        tenders.push(tender(&paid.tender, known, refund, hand));
    }
    if cash_for_card > Yen::ZERO {
        let subject = format!("伝票 {} ¥{cash_for_card}", original.receipt_number);
        rights::claim_and_record(tx, Right::CashRefund, &subject, by, now)?;
    }
    Ok(tenders)
}

fn check_amounts(left: &[Left], due: Yen, refunds: &[Refund]) -> Result<(), BooksError> {
    let sum = Yen::checked_sum(refunds.iter().map(|refund| refund.amount));
    if refunds.iter().any(|refund| refund.amount <= Yen::ZERO) || sum != Some(due) {
        return Err(bad(&format!("返金の内訳を、合計 ¥{due} になるように入力してください。")));
    }
    for (place, known) in left.iter().enumerate() {
        let of_it = refunds.iter().filter(|refund| refund.of_tender == place).map(|refund| refund.amount);
        if Yen::checked_sum(of_it).is_none_or(|sum| sum > known.view.left) {
            return Err(bad(&format!("支払方法ごとの返金は、残りの ¥{} までです。", known.view.left)));
        }
    }
    Ok(())
}

/// Whether the way it is to go back can be; says whether a manager has to allow it.
fn check_way(known: &Left, refund: &Refund, hand: HandPayment) -> Result<bool, BooksError> {
    let view = &known.view;
    if view.hand == HandPayment::NotTaken {
        return match (hand, refund.by) {
            (HandPayment::NotTaken, RefundBy::Card) => Ok(false),
            (HandPayment::NotTaken, RefundBy::Cash) => {
                Err(bad("端末で決済していない分は、お客様から受け取っていません。現金では返金できません。"))
            }
            (HandPayment::Settled, _) => Err(bad(
                "この伝票の手動決済が、まだ登録されていません。端末で決済した場合は、先に「端末側の操作待ち」で売上票の伝票番号と金額を入力してください。",
            )),
        };
    }
    match (&view.card_company_name, refund.by, view.way_back) {
        (None, RefundBy::Card, _) => Err(bad("現金でのお支払いは、カードへ返金できません。")),
        (Some(_), RefundBy::Card, WayBack::Cash) => {
            Err(bad("このブランドは端末で取消・返品できません。お客様へ現金で返金してください。"))
        }
        (None, RefundBy::Cash, _)
        | (Some(_), RefundBy::Card, WayBack::Void)
        | (Some(_), RefundBy::Cash, WayBack::Cash) => Ok(false),
        (Some(_), RefundBy::Cash, WayBack::Void) => Ok(true),
    }
}

fn tender(paid: &Tender, known: &Left, refund: &Refund, hand: HandPayment) -> Tender {
    let cash = || Tender::CashBack {
        amount: refund.amount,
        of_tender: Some(refund.of_tender),
        instead_of: known.view.card_company_name.clone(),
    };
    match (refund.by, paid) {
        (
            RefundBy::Card,
            Tender::Card { card_company_code, card_company_name, category, category_name, .. }
            | Tender::LinkedCard { card_company_code, card_company_name, category, category_name, .. },
        ) => Tender::CardBack {
            amount: refund.amount,
            of_tender: refund.of_tender,
            card_company_code: card_company_code.clone(),
            card_company_name: card_company_name.clone(),
            category: *category,
            category_name: category_name.clone(),
            slip_number: known.view.slip_number.clone(),
            how: match (known.view.hand, hand) {
                (HandPayment::NotTaken, HandPayment::NotTaken) => CardBackHow::NeverTaken,
                (HandPayment::Settled, _) | (_, HandPayment::Settled) => CardBackHow::ByHand,
            },
        },
        (RefundBy::Cash, _)
        | (RefundBy::Card, Tender::Cash { .. } | Tender::CashBack { .. } | Tender::CardBack { .. }) => cash(),
    }
}

fn bad(message: &str) -> BooksError {
    refuse(RefusalCode::BadRefund, message)
}
