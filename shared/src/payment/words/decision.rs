//! What a person decided, with all that was typed.

use super::differences_text;
use crate::payment::{Decision, Difference, PaperSlip};
use crate::terminal::SlipNumber;

pub(super) fn text(decision: &Decision, differences: &[Difference]) -> String {
    let mut text = match decision {
        Decision::Charged { paper } => {
            format!("「端末で決済完了(売上票あり)」と判断しました。{}", paper_text(paper))
        }
        Decision::NotOnRecord { newest_slip } => {
            format!("「端末に記録なし(請求なし)」と判断しました。{}", newest_text(newest_slip.as_ref()))
        }
        Decision::Hold { contact, newest_slip } => {
            let contact = if contact.is_empty() { "なし" } else { contact };
            let newest = match newest_slip {
                Some(_) => newest_text(newest_slip.as_ref()),
                None => "端末は使えないままです。".to_owned(),
            };
            format!("「確認できない(保留)」としました。連絡先 {contact}。{newest}")
        }
        Decision::VoidedOnTerminal { slip_number, amount } => {
            format!("「端末で取消済み」と登録しました。取消票の伝票番号 {slip_number}、金額 ¥{amount}。")
        }
        Decision::RefundedInCash { amount } => format!("「現金で返金した」と登録しました。金額 ¥{amount}。"),
    };
    if !differences.is_empty() {
        text.push_str(&format!("入力と依頼が一致しません:{}。", differences_text(differences)));
    }
    text
}

fn paper_text(paper: &PaperSlip) -> String {
    let approval = paper.approval_code.as_ref().map_or_else(String::new, |code| format!("、承認番号 {code}"));
    format!("売上票の伝票番号 {}、金額 ¥{}、時刻 {}{approval}。", paper.slip_number, paper.amount, paper.time)
}

fn newest_text(newest: Option<&SlipNumber>) -> String {
    match newest {
        Some(slip) => format!("端末の最後の伝票番号 {slip}。"),
        None => "端末は、まだ伝票を発行していません。".to_owned(),
    }
}
