//! What holds for 伝票照会, 伝票取消 and 返品 on the page.

use catlink_shared::money::Yen;
use catlink_shared::receipt::{Original, Receipt, SlipKind};
use catlink_shared::refund::{Refund, RefundBy};
use catlink_shared::returns::LineBack;
use catlink_shared::tender::Tender;
use catlink_shared::terminal::profile::{CatModel, PartialReturn, WayBack};
use catlink_shared::wire::FromPage;
use catlink_shared::wire::reply::{RefusalCode, Reply};
use catlink_shared::wire::request::Request;
use catlink_shared::wire::slips::{
    Guide, HandPayment, May, SlipQuery, SlipRow, SlipSheet, SlipState, SlipsReply, SlipsRequest, TenderLeft,
};

use super::desk::Desk;
use crate::checkout::field::Field;
use crate::checkout::key::Key;

fn ask(message: &FromPage) -> &SlipsRequest {
    match &message.request {
        Request::Slips { ask } => ask,
        other => panic!("{other:?}"),
    }
}

fn tender(left: i64, card: Option<&str>) -> TenderLeft {
    TenderLeft {
        left: Yen::new(left),
        by: if card.is_some() { RefundBy::Card } else { RefundBy::Cash },
        card_company_name: card.map(str::to_owned),
        model: card.map(|_| CatModel::JtC60),
        slip_number: None,
        way_back: WayBack::Void,
        part: PartialReturn::Possible,
        void_guide: Guide::Shown,
        return_guide: Guide::Shown,
        hand: HandPayment::Settled,
    }
}

/// A slip with what can be done.
fn sheet(receipt: Receipt, void: May, give_back: May, tenders: Vec<TenderLeft>) -> SlipSheet {
    SlipSheet {
        receipt: Box::new(receipt),
        state: SlipState::Settled,
        void,
        give_back,
        returned: Vec::new(),
        tenders,
        undone_by: Vec::new(),
        payment_id: None,
    }
}

fn no() -> May {
    May::No { why: "できません。".into() }
}

impl Desk {
    /// 伝票照会, with one sale of ¥1,000 found.
    fn at_slips() -> (Self, Receipt) {
        let mut desk = Self::with_goods();
        let receipt = desk.receipt();
        desk.sell();
        desk.f(12);
        desk.f(9);
        desk.key(Key::Char('1'));
        desk.wait(100);
        desk.key(Key::Char('3'));
        desk.wait(100);
        assert_eq!(desk.top(), "slips");
        desk.finds(&SlipQuery::default(), &receipt);
        (desk, receipt)
    }

    /// The page asks for that, and one slip fits.
    fn finds(&mut self, query: &SlipQuery, receipt: &Receipt) {
        let asked = self.only_sent();
        assert_eq!(ask(&asked), &SlipsRequest::Find { query: query.clone() });
        let row = SlipRow {
            receipt_number: receipt.receipt_number,
            issued_at_text: receipt.issued_at_text.clone(),
            kind: SlipKind::Sale,
            amount: receipt.slip.due(),
            paid_by: "現金".into(),
            operator_name: None,
            state: SlipState::Settled,
        };
        self.slips_done(&asked, SlipsReply::Found { held: Vec::new(), rows: vec![row], more: false });
    }

    fn reads(&mut self, sheet: SlipSheet) {
        let asked = self.only_sent();
        assert!(matches!(ask(&asked), SlipsRequest::Read { .. }), "{asked:?}");
        self.slips_done(&asked, SlipsReply::Sheet { sheet: Box::new(sheet) });
    }

    fn slips_done(&mut self, message: &FromPage, reply: SlipsReply) {
        self.done(message, Reply::Slips { reply });
    }

    fn made(&mut self, message: &FromPage, of: &Receipt) {
        let mut receipt = of.clone();
        let original = Original {
            receipt_number: Some(of.receipt_number),
            sold_at_text: of.issued_at_text.clone(),
            typed_number: None,
        };
        let SlipsRequest::Void { slip_id, .. } = ask(message) else { panic!("{message:?}") };
        receipt.slip.sale_id = *slip_id;
        receipt.slip.kind = SlipKind::Void { of: original, deposit: Yen::ZERO };
        receipt.slip.tenders =
            vec![Tender::CashBack { amount: of.slip.due(), of_tender: Some(0), instead_of: None }];
        self.slips_done(message, SlipsReply::Made { receipt: Box::new(receipt) });
    }
}

#[test]
fn a_number_opens_its_slip_once_and_f9_leads_back_to_the_list() {
    let (mut desk, receipt) = Desk::at_slips();
    assert_eq!(desk.top(), "slips", "a list that is shown opens nothing by itself");
    desk.scan(&format!("01{}", receipt.receipt_number));
    let query = SlipQuery { receipt_number: Some(receipt.receipt_number), ..SlipQuery::default() };
    desk.finds(&query, &receipt);
    assert_eq!(desk.top(), "slip");
    desk.reads(sheet(receipt.clone(), May::Yes, no(), vec![tender(1_000, None)]));
    desk.f(9);
    desk.finds(&query, &receipt);
    assert_eq!(desk.top(), "slips");
}

#[test]
fn a_slip_of_another_register_and_days_the_wrong_way_round_ask_nothing() {
    let (mut desk, _) = Desk::at_slips();
    desk.scan("0200000001");
    assert!(desk.notice().contains("別のレジの伝票です"), "{}", desk.notice());
    desk.f(2);
    desk.only_sent();
    desk.key(Key::Tab);
    desk.type_in("11/23");
    desk.key(Key::Tab);
    desk.type_in("11/20");
    desk.f(5);
    assert!(desk.notice().contains("日付の範囲が逆です"), "{}", desk.notice());
}

#[test]
fn f12_twice_voids_once_and_each_tender_goes_back_its_way() {
    let (mut desk, receipt) = Desk::at_slips();
    desk.f(12);
    desk.reads(sheet(
        receipt.clone(),
        May::Yes,
        no(),
        vec![tender(116, None), tender(200, Some("クレジット"))],
    ));
    desk.f(1);
    assert_eq!(desk.top(), "void");
    desk.f(12);
    desk.f(12);
    let asked = desk.only_sent();
    let refund = |of_tender, by, amount| Refund { of_tender, by, amount: Yen::new(amount) };
    match ask(&asked) {
        SlipsRequest::Void { receipt_number, refunds, hand, .. } => {
            assert_eq!(*receipt_number, receipt.receipt_number);
            assert_eq!(refunds, &[refund(0, RefundBy::Cash, 116), refund(1, RefundBy::Card, 200)]);
            assert_eq!(*hand, HandPayment::Settled);
        }
        other => panic!("{other:?}"),
    }
    desk.made(&asked, &receipt);
    assert_eq!(desk.top(), "receipt");
    desk.f(12);
    assert_eq!(desk.top(), "slips");
}

#[test]
fn what_cannot_be_done_says_why_and_asks_nothing() {
    let (mut desk, receipt) = Desk::at_slips();
    desk.f(12);
    desk.reads(sheet(receipt, no(), no(), vec![tender(1_000, None)]));
    desk.f(1);
    assert_eq!((desk.top(), desk.notice()), ("slip", "できません。"));
}

#[test]
fn cash_for_a_card_is_chosen_by_f5_and_cash_stays_cash() {
    let (mut desk, receipt) = Desk::at_slips();
    desk.f(12);
    desk.reads(sheet(receipt, May::Yes, no(), vec![tender(200, Some("クレジット")), tender(116, None)]));
    desk.f(1);
    desk.f(5);
    let by = |desk: &Desk| desk.page.refunds_of_void().iter().map(|refund| refund.by).collect::<Vec<_>>();
    assert_eq!(by(&desk), [RefundBy::Cash, RefundBy::Cash]);
    desk.key(Key::Down);
    desk.f(5);
    assert_eq!(by(&desk), [RefundBy::Cash, RefundBy::Cash]);
    assert!(desk.notice().contains("現金でのお支払いは、現金で返金します"), "{}", desk.notice());
}

#[test]
fn a_refusal_that_the_slip_is_done_shows_it_as_it_is_now() {
    let (mut desk, receipt) = Desk::at_slips();
    desk.f(12);
    desk.reads(sheet(receipt, May::Yes, no(), vec![tender(1_000, None)]));
    desk.f(1);
    desk.f(12);
    let asked = desk.only_sent();
    desk.refuse(&asked, RefusalCode::SlipDone);
    assert_eq!(desk.top(), "slip");
    assert!(matches!(ask(&desk.only_sent()), SlipsRequest::Read { .. }));
}

#[test]
fn goods_that_come_back_are_counted_line_by_line() {
    let (mut desk, receipt) = Desk::at_slips();
    desk.f(12);
    let lines = receipt.slip.lines.len();
    let sold = receipt.slip.lines[0].quantity;
    desk.reads(sheet(receipt, no(), May::Yes, vec![tender(1_000, None)]));
    desk.f(4);
    assert_eq!(desk.top(), "goods-back");
    desk.f(12);
    assert!(desk.notice().contains("返品する商品と数量を入力してください"), "{}", desk.notice());
    desk.type_in(&(sold + 1).to_string());
    desk.key(Key::Enter);
    assert!(desk.notice().contains(&format!("あと{sold}点まで")), "{}", desk.notice());
    assert_eq!(desk.text(Field::BackPieces), "");
    desk.f(2);
    assert_eq!(desk.page.slip_desk().pieces().len(), lines);
    desk.f(12);
    assert_eq!(desk.top(), "give-back");
    desk.f(12);
    let asked = desk.only_sent();
    match ask(&asked) {
        SlipsRequest::GiveBack { lines, total, refunds, .. } => {
            assert_eq!(lines[0], LineBack { place: 0, pieces: sold });
            assert_eq!(Yen::checked_sum(refunds.iter().map(|refund| refund.amount)), Some(*total));
        }
        other => panic!("{other:?}"),
    }
}
