//! Which slips can be taken back, and how their money goes.

use catlink_shared::wire::reply::RefusalCode;
use catlink_shared::wire::slips::SlipState;

use super::*;
use crate::books::{inquiry, rights};

fn code(made: Result<Receipt, Refusal>) -> RefusalCode {
    made.expect_err("it is refused").code
}

#[tokio::test]
async fn a_slip_is_voided_once_and_its_money_goes_back_as_it_was_paid() {
    let shop = Shop::open().await;
    let sold = shop.sell(goods(), vec![cash(DUE)], NOON).await;
    let made = shop.void(&sold, vec![refund(0, RefundBy::Cash, DUE)], NOON).await.unwrap();
    assert_eq!(made.slip.due(), Yen::new(DUE));
    assert!(made.plain_text().contains(&format!("元伝票番号 {}", sold.receipt_number)));
    assert_eq!(shop.figure("SELECT sum(total + deposit) FROM slip").await, 0);
    assert_eq!(shop.figure("SELECT sum(amount) FROM slip_tender").await, 0);
    assert_eq!(shop.figure("SELECT sum(abs(tax)) FROM slip_tax").await, 2 * sold.slip.totals.tax().get());
    assert_eq!(shop.figure("SELECT sum(tax) FROM slip_tax").await, 0);
    let again = shop.void(&sold, vec![refund(0, RefundBy::Cash, DUE)], NOON).await;
    assert_eq!(code(again), RefusalCode::SlipDone);
    let number = sold.receipt_number;
    let sheet = shop.0.read(move |connection| inquiry::sheet(connection, number, NOON)).await.unwrap();
    assert_eq!((sheet.state, sheet.undone_by.len()), (SlipState::Voided, 1));
}

#[tokio::test]
async fn a_void_cannot_be_voided_nor_returned() {
    let shop = Shop::open().await;
    let sold = shop.sell(goods(), vec![cash(DUE)], NOON).await;
    let made = shop.void(&sold, vec![refund(0, RefundBy::Cash, DUE)], NOON).await.unwrap();
    assert_eq!(code(shop.void(&made, Vec::new(), NOON).await), RefusalCode::SlipDone);
    let one = vec![LineBack { place: 0, pieces: 1 }];
    assert_eq!(code(shop.give_back(&made, one, 1, Vec::new(), later(1)).await), RefusalCode::SlipDone);
}

#[tokio::test]
async fn a_slip_of_today_is_voided_and_one_of_an_earlier_day_returned() {
    let shop = Shop::open().await;
    let sold = shop.sell(goods(), vec![cash(DUE)], NOON).await;
    let all = |sold: &Receipt| sold.slip.lines.iter().map(|line| line.quantity).collect::<Vec<_>>();
    let lines: Vec<_> =
        all(&sold).into_iter().enumerate().map(|(place, pieces)| LineBack { place, pieces }).collect();
    let money = vec![refund(0, RefundBy::Cash, DUE)];
    let today = shop.give_back(&sold, lines.clone(), DUE, money.clone(), NOON).await;
    assert_eq!(code(today), RefusalCode::SlipDone);
    assert_eq!(code(shop.void(&sold, money.clone(), later(1)).await), RefusalCode::SlipDone);
    shop.give_back(&sold, lines.clone(), DUE, money.clone(), later(1)).await.unwrap();
    let twice = shop.give_back(&sold, lines, DUE, money, later(1)).await;
    assert_eq!(code(twice), RefusalCode::SlipDone, "everything came back");
}

#[tokio::test]
async fn a_sale_with_an_open_question_and_a_closed_day_wait() {
    let shop = Shop::open().await;
    let sold = shop.sell(goods(), vec![linked(DUE, 3, CatModel::JtC60)], NOON).await;
    let number = sold.receipt_number;
    let state = || async {
        shop.0.read(move |connection| inquiry::sheet(connection, number, NOON)).await.unwrap().state
    };
    assert_eq!(state().await, SlipState::Settled);
    let question = |is_question: bool| {
        write(&shop.0, move |tx| {
            tx.execute("UPDATE payment SET is_question = ?1", [is_question])?;
            Ok(())
        })
    };
    question(true).await.unwrap();
    assert_eq!(state().await, SlipState::OnHold);
    let card = || vec![refund(0, RefundBy::Card, DUE)];
    assert_eq!(code(shop.void(&sold, card(), NOON).await), RefusalCode::SlipDone);
    question(false).await.unwrap();
    write(&shop.0, |tx| {
        tx.execute(
            "INSERT INTO closing (at, who, expected, counted, body) VALUES (0, '101', 0, 0, '{}')",
            [],
        )?;
        tx.execute("UPDATE register_day SET closing = 1", [])?;
        Ok(())
    })
    .await
    .unwrap();
    let refused = shop.void(&sold, card(), NOON).await.expect_err("the day is closed");
    assert!(refused.message.contains("精算済み"), "{}", refused.message);
}

#[tokio::test]
async fn more_than_was_sold_or_another_sum_than_was_shown_is_refused() {
    let shop = Shop::open().await;
    let sold = shop.sell(goods(), vec![cash(DUE)], NOON).await;
    let back = |pieces| vec![LineBack { place: 1, pieces }];
    let cash_back = |amount| vec![refund(0, RefundBy::Cash, amount)];
    assert_eq!(
        code(shop.give_back(&sold, back(3), 1_500, cash_back(1_500), later(1)).await),
        RefusalCode::BadBasket
    );
    assert_eq!(
        code(shop.give_back(&sold, back(1), 550, cash_back(550), later(1)).await),
        RefusalCode::AmountDiffers,
        "a share of 伝票値引 was not paid"
    );
    let made = shop.give_back(&sold, back(1), 504, cash_back(504), later(1)).await.unwrap();
    assert!(made.plain_text().contains("返品伝票"));
    assert_eq!(
        code(shop.give_back(&sold, back(2), 1_009, cash_back(1_009), later(1)).await),
        RefusalCode::BadBasket,
        "one of two came back"
    );
    assert_eq!(
        code(shop.give_back(&sold, back(1), 505, cash_back(504), later(1)).await),
        RefusalCode::BadRefund,
        "the money does not come to the goods"
    );
    shop.give_back(&sold, back(1), 505, cash_back(505), later(1)).await.unwrap();
}

#[tokio::test]
async fn a_card_is_voided_on_its_terminal_and_the_action_names_its_slip() {
    let shop = Shop::open().await;
    let sold = shop.sell(goods(), vec![linked(DUE, 3, CatModel::JtC60)], NOON).await;
    let made = shop.void(&sold, vec![refund(0, RefundBy::Card, DUE)], NOON).await.unwrap();
    let [action] = <[_; 1]>::try_from(shop.actions().await).expect("one action");
    assert_eq!((action.kind, action.amount), (ActionKind::VoidSlip, Yen::new(DUE)));
    assert_eq!(action.receipt_number, Some(made.receipt_number));
    assert_eq!(action.slip_number, SlipNumber::new("00042").ok());
    let closed = |slip: &'static str| {
        let id = action.action_id;
        write(&shop.0, move |tx| {
            actions::close(tx, id, &SlipNumber::new(slip).unwrap(), Yen::new(DUE), Some("101"), NOON)
        })
    };
    assert_eq!(closed("00042").await.unwrap_err().code, RefusalCode::BadEvidence, "the slip it voids");
    closed("00043").await.unwrap();
    assert!(shop.actions().await.is_empty());
}

#[tokio::test]
async fn cash_for_a_card_needs_a_manager_unless_its_brand_cannot_be_voided() {
    let shop = Shop::open().await;
    let cash_back = || vec![refund(0, RefundBy::Cash, DUE)];
    let credit = shop.sell(goods(), vec![linked(DUE, 3, CatModel::JtC60)], NOON).await;
    let refused = shop.void(&credit, cash_back(), NOON).await.expect_err("a manager's");
    assert_eq!(
        (refused.code, refused.right),
        (RefusalCode::ManagerOnly, Some(catlink_shared::rights::Right::CashRefund))
    );
    let allowed =
        shop.void_as(&credit, cash_back(), HandPayment::Settled, with_manager(), NOON).await.unwrap();
    assert!(matches!(allowed.slip.tenders.as_slice(), [Tender::CashBack { instead_of: Some(_), .. }]));
    let edy = shop.sell(goods(), vec![linked(DUE, 8, CatModel::JtC60)], NOON).await;
    assert_eq!(
        code(shop.void(&edy, vec![refund(0, RefundBy::Card, DUE)], NOON).await),
        RefusalCode::BadRefund
    );
    shop.void(&edy, cash_back(), NOON).await.expect("the brand rule is enough");
    assert!(shop.actions().await.is_empty(), "nothing is left for the terminal");
}

#[tokio::test]
async fn what_was_to_be_taken_by_hand_is_cleared_up_before_it_is_voided() {
    let shop = Shop::open().await;
    let sold = shop.sell(goods(), vec![by_hand(DUE)], NOON).await;
    shop.hand_payment(sold.receipt_number, DUE).await;
    let card = || vec![refund(0, RefundBy::Card, DUE)];
    assert_eq!(code(shop.void(&sold, card(), NOON).await), RefusalCode::BadRefund);
    let in_cash = vec![refund(0, RefundBy::Cash, DUE)];
    let cash = shop.void_as(&sold, in_cash, HandPayment::NotTaken, with_manager(), NOON).await;
    assert_eq!(code(cash), RefusalCode::BadRefund, "nothing was taken that could be given back");
    shop.void_as(&sold, card(), HandPayment::NotTaken, clerk(), NOON).await.unwrap();
    assert!(shop.actions().await.is_empty(), "the hand payment is withdrawn, and nothing is to be voided");
}

#[tokio::test]
async fn a_part_of_what_a_terminal_only_returns_whole_leaves_two_things_to_do() {
    let shop = Shop::open().await;
    let sold = shop.sell(goods(), vec![linked(DUE, 3, CatModel::JMups)], NOON).await;
    let one = vec![LineBack { place: 1, pieces: 1 }];
    shop.give_back(&sold, one, 504, vec![refund(0, RefundBy::Card, 504)], later(1)).await.unwrap();
    let open: Vec<_> = shop.actions().await.iter().map(|action| (action.kind, action.amount.get())).collect();
    assert_eq!(open, [(ActionKind::ReturnGoods, DUE), (ActionKind::HandPayment, DUE - 504)]);
    // What was taken anew is what goes back next, once its slip is known.
    let rest = vec![LineBack { place: 1, pieces: 1 }];
    let more = || vec![refund(0, RefundBy::Card, 505)];
    assert_eq!(code(shop.give_back(&sold, rest.clone(), 505, more(), later(1)).await), RefusalCode::SlipDone);
    for (at, slip) in [(0, "00051"), (1, "00052")] {
        let (id, amount) = (shop.actions().await[0].action_id, [DUE, DUE - 504][at]);
        write(&shop.0, move |tx| {
            actions::close(tx, id, &SlipNumber::new(slip).unwrap(), Yen::new(amount), None, later(1))
        })
        .await
        .unwrap();
    }
    shop.give_back(&sold, rest, 505, more(), later(1)).await.unwrap();
    let next = &shop.actions().await[0];
    assert_eq!((next.kind, next.amount), (ActionKind::ReturnGoods, Yen::new(DUE - 504)));
    assert_eq!(next.slip_number, SlipNumber::new("00052").ok());
}

#[tokio::test]
async fn a_paper_with_another_amount_is_a_contradiction_and_what_is_to_be_done_stays() {
    let shop = Shop::open().await;
    let sold = shop.sell(goods(), vec![linked(DUE, 3, CatModel::JtC60)], NOON).await;
    shop.void(&sold, vec![refund(0, RefundBy::Card, DUE)], NOON).await.unwrap();
    let id = shop.actions().await[0].action_id;
    let report = |amount| {
        write(&shop.0, move |tx| {
            let slip = SlipNumber::new("00050").unwrap();
            actions::report_difference(tx, id, &slip, Yen::new(amount), NOON)
        })
    };
    assert_eq!(report(DUE).await.unwrap_err().code, RefusalCode::BadEvidence, "it does not differ");
    report(200).await.unwrap();
    let open: Vec<_> = shop.actions().await.iter().map(|action| (action.kind, action.amount.get())).collect();
    assert_eq!(open, [(ActionKind::VoidSlip, DUE), (ActionKind::Contradiction, 200)]);
    assert_eq!(report(200).await.unwrap_err().code, RefusalCode::BadEvidence, "that slip is named already");
}

#[tokio::test]
async fn goods_without_their_slip_are_a_managers() {
    let shop = Shop::open().await;
    let back = |by: By, number: &'static str| {
        write(&shop.0, move |tx| {
            let draft = Draft { lines: vec![line(500, 1, TaxClass::STANDARD_10)], ..Draft::default() };
            let wanted = super::super::give_back::Unknown {
                draft: &draft,
                total: Yen::new(500),
                sold_on: "11/20",
                number,
            };
            super::super::give_back::give_back_unknown(tx, &around(by.clone(), NOON), wanted)
        })
    };
    let refused = back(clerk(), "12").await.expect_err("a manager's");
    assert_eq!(refused.right, Some(catlink_shared::rights::Right::ReturnWithoutOriginal));
    assert_eq!(
        back(with_manager(), "4242424242424242").await.expect_err("a card number").code,
        RefusalCode::BadEvidence
    );
    let made = back(with_manager(), "").await.unwrap();
    assert!(made.plain_text().contains("元伝票番号 不明"));
    assert!(made.plain_text().contains("11/20"));
    let manager = shop.0.read(|connection| rights::is_manager(connection, "900")).await.unwrap();
    assert!(manager, "the demo's");
}
