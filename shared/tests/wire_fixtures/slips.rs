//! 伝票照会, 伝票取消 and 返品.

use catlink_shared::basket::CounterMode;
use catlink_shared::ids::{ActionId, ReceiptNumber, RequestId, SaleId, UnixMs};
use catlink_shared::money::Yen;
use catlink_shared::receipt::{DataKind, Original, Receipt, ShopHeader, Slip, SlipKind};
use catlink_shared::refund::{Refund, RefundBy};
use catlink_shared::returns::LineBack;
use catlink_shared::tender::{CardBackHow, Tender};
use catlink_shared::terminal::profile::{CatModel, PartialReturn, WayBack};
use catlink_shared::terminal::{Last4, SlipNumber};
use catlink_shared::wire::FromPage;
use catlink_shared::wire::reply::{Outcome, Reply};
use catlink_shared::wire::request::Request;
use catlink_shared::wire::slips::{
    Guide, HandPayment, HeldRow, May, SlipQuery, SlipRow, SlipSheet, SlipState, SlipsReply, SlipsRequest,
    TenderLeft,
};

fn slip_id() -> SaleId {
    SaleId::from_parts(1, &[5; 10])
}

fn slip_number() -> SlipNumber {
    SlipNumber::new("00042").expect("slip")
}

/// What a page asks.
pub(super) fn requests() -> impl Iterator<Item = FromPage> {
    let receipt_number = ReceiptNumber(12);
    let operator_code = Some("101".to_owned());
    let refund = |of_tender, by, amount| Refund { of_tender, by, amount: Yen::new(amount) };
    let query = SlipQuery {
        receipt_number: Some(receipt_number),
        from: Some("2026-11-20".into()),
        to: Some("2026-11-23".into()),
        amount: Some(Yen::new(900)),
        operator_code: operator_code.clone(),
        last4: Last4::new("4242").ok(),
        slip_number: Some(slip_number()),
        before: Some(ReceiptNumber(99)),
    };
    let asks = [
        SlipsRequest::Find { query: SlipQuery::default() },
        SlipsRequest::Find { query },
        SlipsRequest::Read { receipt_number },
        SlipsRequest::Void {
            slip_id: slip_id(),
            receipt_number,
            refunds: vec![refund(0, RefundBy::Card, 700), refund(1, RefundBy::Cash, 200)],
            hand: HandPayment::NotTaken,
            operator_code: operator_code.clone(),
        },
        SlipsRequest::GiveBack {
            slip_id: slip_id(),
            receipt_number,
            lines: vec![LineBack { place: 1, pieces: 2 }],
            total: Yen::new(200),
            refunds: vec![refund(0, RefundBy::Cash, 200)],
            operator_code,
        },
        SlipsRequest::GiveBackUnknown {
            slip_id: slip_id(),
            draft: super::draft(),
            total: Yen::new(900),
            sold_on: "2026-11-01".into(),
            number: "123".into(),
            operator_code: None,
        },
    ];
    let action_id = ActionId::from_parts(1, &[3; 10]);
    let difference = Request::ReportDifference {
        action_id,
        slip_number: slip_number(),
        amount: Yen::new(90),
        operator_code: None,
    };
    asks.into_iter()
        .map(|ask| Request::Slips { ask })
        .chain([difference])
        .zip(121u8..)
        .map(|(request, n)| FromPage::new(RequestId::from_parts(1, &[n; 10]), request))
}

pub(super) fn receipt() -> Receipt {
    let of = Original {
        receipt_number: Some(ReceiptNumber(12)),
        sold_at_text: "2026年11月23日 10:05".into(),
        typed_number: None,
    };
    let shop = ShopHeader {
        name: "さくら商店".into(),
        address: "東京都".into(),
        phone: String::new(),
        registration_number: None,
        header: Vec::new(),
        footer: Vec::new(),
    };
    Receipt {
        receipt_number: ReceiptNumber(13),
        issued_at: UnixMs(1_700_000_000_000),
        issued_at_text: "2026年11月23日 11:00".into(),
        data: DataKind::Demo,
        earlier_day: None,
        slip: Slip {
            sale_id: slip_id(),
            kind: SlipKind::Void { of, deposit: Yen::ZERO },
            mode: CounterMode::Live,
            business_day: "2026-11-23".into(),
            register_code: "01".into(),
            operator: None,
            shop,
            lines: Vec::new(),
            totals: catlink_shared::basket::Draft::default()
                .totals(catlink_shared::tax::Rounding::Down)
                .expect("an empty basket"),
            tenders: vec![
                Tender::CashBack { amount: Yen::new(200), of_tender: Some(1), instead_of: None },
                Tender::CardBack {
                    amount: Yen::new(700),
                    of_tender: 0,
                    card_company_code: "01".into(),
                    card_company_name: "クレジット".into(),
                    category: catlink_shared::card::CardCategoryCode::CREDIT,
                    category_name: "クレジット".into(),
                    slip_number: Some(slip_number()),
                    how: CardBackHow::ByHand,
                },
            ],
        },
    }
}

/// What it is told.
pub(super) fn replies() -> impl Iterator<Item = Outcome> {
    let row = SlipRow {
        receipt_number: ReceiptNumber(12),
        issued_at_text: "2026年11月23日 10:05".into(),
        kind: SlipKind::Sale,
        amount: Yen::new(900),
        paid_by: "クレジット・現金".into(),
        operator_name: Some("佐藤 花子".into()),
        state: SlipState::PartlyReturned,
    };
    let held = HeldRow {
        payment_id: super::payment_id(),
        began_at_text: "2026年11月23日 10:05".into(),
        amount: Yen::new(900),
        card_company_name: "クレジット".into(),
    };
    let tender = TenderLeft {
        left: Yen::new(700),
        by: RefundBy::Card,
        card_company_name: Some("クレジット".into()),
        model: Some(CatModel::JtC60),
        slip_number: Some(slip_number()),
        way_back: WayBack::Void,
        part: PartialReturn::Possible,
        void_guide: Guide::Shown,
        return_guide: Guide::Hidden,
        hand: HandPayment::Settled,
    };
    let sheet = SlipSheet {
        receipt: Box::new(receipt()),
        state: SlipState::Voided,
        void: May::Yes,
        give_back: May::No { why: "返品できる商品が残っていません。".into() },
        returned: vec![LineBack { place: 0, pieces: 1 }],
        tenders: vec![tender],
        undone_by: vec![row.clone()],
        payment_id: None,
    };
    let replies = [
        SlipsReply::Found { held: vec![held], rows: vec![row], more: true },
        SlipsReply::Sheet { sheet: Box::new(sheet) },
        SlipsReply::Made { receipt: Box::new(receipt()) },
    ];
    replies.into_iter().map(|reply| Outcome::Done { reply: Box::new(Reply::Slips { reply }) })
}
