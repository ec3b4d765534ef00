//! The lists of the National Tax Agency, field by field, over every kind of slip that can be made.
//!
//! 適格簡易請求書: 消費税法 57条の4第2項. 適格返還請求書: 同条第3項. Each field is a check of its own, and its name stands in the
//! failure, so that a field that is no longer printed is told by its name.

use catlink_shared::basket::{CounterMode, Discount, Draft, Line};
use catlink_shared::card::{CardCategoryCode, StampDuty};
use catlink_shared::ids::{ReceiptNumber, ReservationNumber, SaleId, UnixMs};
use catlink_shared::money::Yen;
use catlink_shared::receipt::{
    DEFAULT_PROVISO, DataKind, Formal, Original, PrintLine, Receipt, ShopHeader, Slip, SlipKind, plain_text,
};
use catlink_shared::tax::{Rounding, TaxClass, TaxKind};
use catlink_shared::tender::Tender;
use proptest::prelude::*;

const NUMBER: &str = "T1234567890123";
const SOLD_AT: &str = "2026年11月20日 18:30";
const ISSUED_AT: &str = "2026年11月23日 10:05";

/// One field of a list, and whether it is there.
type Field = (&'static str, fn(&Receipt, &[PrintLine]) -> bool);

/// 57条の4第2項
const SIMPLIFIED: &[Field] = &[
    ("一 発行者の名称", issuer),
    ("一 登録番号", registration),
    ("二 取引年月日", date),
    ("三 取引の内容", goods),
    ("三 軽減対象である旨", reduced),
    ("四 税率ごとの合計額", amounts),
    ("五 税率ごとの消費税額等", taxes),
    ("五 適用税率", rates),
];

/// 57条の4第3項
const RETURNED: &[Field] = &[
    ("一 発行者の名称", issuer),
    ("一 登録番号", registration),
    ("二 返還を行う年月日", date),
    ("二 元の取引年月日", original_date),
    ("三 返還の基となる取引の内容", goods),
    ("三 軽減対象である旨", reduced),
    ("四 税率ごとの返還金額", amounts),
    ("五 税率ごとの返還の消費税額等", taxes),
    ("五 適用税率", rates),
];

/// What stands on paper without a registration number, too (区分記載).
fn without_number(list: &[Field]) -> Vec<Field> {
    list.iter().copied().filter(|(name, _)| *name != "一 登録番号").collect()
}

fn text_is(lines: &[PrintLine], wanted: &str) -> bool {
    lines.iter().any(|line| match line {
        PrintLine::Title { text } | PrintLine::Center { text } | PrintLine::Left { text } => text == wanted,
        PrintLine::Pair { left, .. } => left == wanted,
        _ => false,
    })
}

fn pair_is(lines: &[PrintLine], left_is: &str, right_is: &str) -> bool {
    lines
        .iter()
        .any(|line| matches!(line, PrintLine::Pair { left, right } if left == left_is && right == right_is))
}

fn issuer(receipt: &Receipt, lines: &[PrintLine]) -> bool {
    text_is(lines, &receipt.slip.shop.name)
}

fn registration(_: &Receipt, lines: &[PrintLine]) -> bool {
    text_is(lines, &format!("登録番号 {NUMBER}"))
}

fn date(_: &Receipt, lines: &[PrintLine]) -> bool {
    lines.iter().any(|line| match line {
        PrintLine::Pair { left, right } => left == ISSUED_AT || (left == "取引日" && right == ISSUED_AT),
        _ => false,
    })
}

fn original_date(_: &Receipt, lines: &[PrintLine]) -> bool {
    pair_is(lines, "元の取引日", SOLD_AT)
}

/// Each line by name, and right after it how many at what price.
fn goods(receipt: &Receipt, lines: &[PrintLine]) -> bool {
    let wanted: Vec<(String, String)> = receipt
        .slip
        .lines
        .iter()
        .map(|line| (line.name.clone(), format!("  @{} × {}", line.unit_price, line.quantity)))
        .collect();
    let printed: Vec<(String, String)> = lines
        .windows(2)
        .filter_map(|two| match two {
            [PrintLine::Left { text }, PrintLine::Pair { left, .. }] if left.starts_with("  @") => {
                Some((text.clone(), left.clone()))
            }
            _ => None,
        })
        .collect();
    wanted == printed
}

/// ※ on every line of the reduced rate and on no other, and what it means.
fn reduced(receipt: &Receipt, lines: &[PrintLine]) -> bool {
    let wanted: Vec<bool> = receipt.slip.lines.iter().map(|line| line.tax.kind == TaxKind::Reduced).collect();
    let printed: Vec<bool> = lines
        .iter()
        .filter_map(|line| match line {
            PrintLine::Pair { left, right } if left.starts_with("  @") => Some(right.ends_with('※')),
            _ => None,
        })
        .collect();
    let any = receipt.slip.totals.classes.iter().any(|class| class.class.kind == TaxKind::Reduced);
    wanted == printed && text_is(lines, "※印は軽減税率対象商品です。") == any
}

fn sign(receipt: &Receipt) -> &'static str {
    match receipt.slip.kind {
        SlipKind::Void { .. } | SlipKind::Return { .. } => "-",
        _ => "",
    }
}

fn amounts(receipt: &Receipt, lines: &[PrintLine]) -> bool {
    receipt.slip.totals.classes.iter().all(|class| {
        let left = format!("({}", class.class.heading());
        pair_is(lines, &left, &format!("{}¥{}", sign(receipt), class.amount))
    })
}

/// The tax of each rate under its amount, once: rounded once per rate, as the slip holds it.
fn taxes(receipt: &Receipt, lines: &[PrintLine]) -> bool {
    let wanted: Vec<(String, String)> = receipt
        .slip
        .totals
        .classes
        .iter()
        .filter(|class| matches!(class.class.kind, TaxKind::Standard | TaxKind::Reduced))
        .map(|class| (format!("({}", class.class.heading()), format!("{}¥{})", sign(receipt), class.tax)))
        .collect();
    let printed: Vec<(String, String)> = lines
        .windows(2)
        .filter_map(|two| match two {
            [PrintLine::Pair { left: rate, .. }, PrintLine::Pair { left, right }]
                if left == " 内消費税等" =>
            {
                Some((rate.clone(), right.clone()))
            }
            _ => None,
        })
        .collect();
    wanted == printed
}

fn rates(receipt: &Receipt, lines: &[PrintLine]) -> bool {
    let classes = &receipt.slip.totals.classes;
    classes.iter().filter(|class| class.class.percent > 0).all(|class| {
        let rate = format!("({}%対象", class.class.percent);
        lines.iter().any(|line| matches!(line, PrintLine::Pair { left, .. } if left.starts_with(&rate)))
    })
}

fn check(list: &[Field], receipt: &Receipt, lines: &[PrintLine]) -> Result<(), TestCaseError> {
    for (name, is_there) in list {
        prop_assert!(is_there(receipt, lines), "missing: {name}\n{}", plain_text(lines));
    }
    Ok(())
}

fn tax() -> impl Strategy<Value = TaxClass> {
    let exempt = TaxClass { kind: TaxKind::Exempt, percent: 0 };
    let out = TaxClass { kind: TaxKind::OutOfScope, percent: 0 };
    prop_oneof![
        Just(TaxClass::STANDARD_10),
        Just(TaxClass::REDUCED_8),
        Just(exempt),
        Just(out),
        Just(TaxClass { percent: 12, ..TaxClass::STANDARD_10 })
    ]
}

fn line() -> impl Strategy<Value = Line> {
    let discount = prop_oneof![
        Just(Discount::None),
        (1i64..50).prop_map(|yen| Discount::Yen(Yen::new(yen))),
        (1u8..100).prop_map(Discount::Rate)
    ];
    ("[ぁ-ん]{1,8}", 50i64..200_000, 1u32..20, tax(), discount).prop_map(
        |(name, price, quantity, tax, discount)| Line {
            product_code: "1".into(),
            name,
            unit_price: Yen::new(price),
            quantity,
            tax,
            discount,
        },
    )
}

fn original() -> Original {
    Original { receipt_number: Some(ReceiptNumber(7)), sold_at_text: SOLD_AT.into(), typed_number: None }
}

fn number() -> ReservationNumber {
    ReservationNumber(3)
}

fn sales() -> impl Strategy<Value = SlipKind> {
    let deposit = Yen::new(10);
    prop_oneof![Just(SlipKind::Sale), Just(SlipKind::HandOver { number: number(), deposit })]
}

/// A slip of that kind, as the till would make it.
fn slip(kind: impl Strategy<Value = SlipKind>) -> impl Strategy<Value = Receipt> {
    let rounding = prop_oneof![Just(Rounding::Down), Just(Rounding::Up), Just(Rounding::HalfUp)];
    (kind, prop::collection::vec(line(), 1..6), 0i64..40, rounding).prop_filter_map(
        "within bounds",
        |(kind, lines, off, rounding)| {
            let draft = Draft { lines, slip_discount: Yen::new(off), ..Draft::default() };
            let totals = draft.totals(rounding).ok()?;
            Some(receipt(kind, draft.lines, totals, Some(NUMBER)))
        },
    )
}

fn receipt(
    kind: SlipKind,
    lines: Vec<Line>,
    totals: catlink_shared::basket::Totals,
    registration_number: Option<&str>,
) -> Receipt {
    let shop = ShopHeader {
        name: "さくら商店".into(),
        address: "東京都千代田区見本町1-2-3".into(),
        phone: "03-0000-0000".into(),
        registration_number: registration_number.map(str::to_owned),
        header: Vec::new(),
        footer: Vec::new(),
    };
    let mut slip = Slip {
        sale_id: SaleId::from_parts(1, &[1; 10]),
        kind,
        mode: CounterMode::Live,
        business_day: "2026-11-23".into(),
        register_code: "01".into(),
        operator: None,
        shop,
        lines,
        totals,
        tenders: Vec::new(),
    };
    let amount = slip.due();
    slip.tenders = vec![Tender::Cash { amount, tendered: amount, change: Yen::ZERO }];
    Receipt {
        receipt_number: ReceiptNumber(12),
        issued_at: UnixMs(0),
        issued_at_text: ISSUED_AT.into(),
        data: DataKind::Real,
        earlier_day: None,
        slip,
    }
}

fn formal() -> Formal {
    Formal { addressee: "株式会社見本".into(), proviso: DEFAULT_PROVISO.into() }
}

/// 領収書 says what it is for instead of naming the goods, and marks the reduced rate by its amount.
fn of_formal() -> Vec<Field> {
    let proviso: Field = ("三 取引の内容", |_, lines| text_is(lines, &format!("但 {DEFAULT_PROVISO}")));
    let mark: Field = ("三 軽減対象である旨", |receipt, lines| {
        let classes = &receipt.slip.totals.classes;
        classes.iter().filter(|class| class.class.kind == TaxKind::Reduced).all(|class| {
            let heading = format!("({}", class.class.heading());
            heading.ends_with('※')
                && pair_is(lines, &heading, &format!("¥{}", class.amount))
                && text_is(lines, "※印は軽減税率対象商品です。")
        })
    });
    let own = |(name, of): Field| match name {
        "三 取引の内容" => proviso,
        "三 軽減対象である旨" => mark,
        _ => (name, of),
    };
    SIMPLIFIED.iter().copied().map(own).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn every_sale_is_a_simplified_qualified_invoice(receipt in slip(sales())) {
        check(SIMPLIFIED, &receipt, &receipt.print())?;
    }

    #[test]
    fn every_formal_receipt_is_a_simplified_qualified_invoice(receipt in slip(sales())) {
        let lines = receipt.print_formal(&formal());
        check(&of_formal(), &receipt, &lines)?;
        let amount = format!("¥{}-", receipt.slip.due());
        let large = lines.iter().any(|line| matches!(line, PrintLine::Large { text } if *text == amount));
        prop_assert!(large, "金額");
        prop_assert!(text_is(&lines, "株式会社見本 様"), "宛名");
    }

    #[test]
    fn every_return_is_a_qualified_return_invoice(
        receipt in slip(Just(SlipKind::Return { of: original(), places: Vec::new() }))
    ) {
        let lines = receipt.print();
        check(RETURNED, &receipt, &lines)?;
        prop_assert!(text_is(&lines, "(適格返還請求書)"));
    }

    #[test]
    fn every_void_says_as_much(
        receipt in slip(Just(SlipKind::Void { of: original(), deposit: Yen::ZERO }))
    ) {
        check(RETURNED, &receipt, &receipt.print())?;
    }

    #[test]
    fn a_shop_without_a_number_keeps_every_other_field_and_never_says_that_it_is_qualified(
        sold in slip(sales()),
        back in slip(Just(SlipKind::Return { of: original(), places: Vec::new() })),
    ) {
        for (list, mut receipt) in [(SIMPLIFIED, sold), (RETURNED, back)] {
            receipt.slip.shop.registration_number = None;
            let lines = receipt.print();
            check(&without_number(list), &receipt, &lines)?;
            let text = plain_text(&lines) + &plain_text(&receipt.print_formal(&formal()));
            prop_assert!(!text.contains("適格") && !text.contains("登録番号"), "{text}");
        }
    }

    #[test]
    fn money_in_advance_states_no_tax_and_no_invoice(receipt in slip(Just(SlipKind::Reservation {
        number: number(),
        deposit: Yen::new(10),
        customer: "見本".into(),
        due_date: "2026-12-01".into(),
        phone: String::new(),
        note: String::new(),
    }))) {
        let text = receipt.plain_text();
        prop_assert!(text.contains("内金領収書") && !text.contains("消費税") && !text.contains('※'), "{text}");
    }

    /// What is paid in money, before the tax that is stated, decides: never what credit paid.
    #[test]
    fn the_stamp_follows_what_is_paid_in_money(receipt in slip(Just(SlipKind::Sale)), part in 0u8..=100) {
        let total = receipt.slip.totals.total.get();
        let cash = total * i64::from(part) / 100;
        let mut receipt = receipt;
        receipt.slip.tenders = vec![
            Tender::Cash { amount: Yen::new(cash), tendered: Yen::new(cash), change: Yen::ZERO },
            card(Yen::new(total - cash), StampDuty::Exempt),
        ];
        let tax: i64 = receipt.slip.totals.classes.iter().map(|class| class.tax.get()).sum();
        let net = cash - tax * cash / total.max(1);
        for lines in [receipt.print(), receipt.print_formal(&formal())] {
            let boxes = lines.iter().filter(|line| matches!(line, PrintLine::Stamp { .. })).count();
            prop_assert_eq!(boxes, usize::from(net >= 50_000), "¥{} of ¥{}, tax ¥{}", cash, total, tax);
        }
    }
}

fn card(amount: Yen, stamp: StampDuty) -> Tender {
    Tender::Card {
        amount,
        card_company_code: "91".into(),
        card_company_name: "会社".into(),
        category: CardCategoryCode(99),
        category_name: "区分".into(),
        stamp: Some(stamp),
        unlinked_reason: None,
    }
}

fn of_one_line(price: i64, tax: TaxClass, kind: SlipKind) -> Receipt {
    let line = Line {
        product_code: "1".into(),
        name: "品".into(),
        unit_price: Yen::new(price),
        quantity: 1,
        tax,
        discount: Discount::None,
    };
    let draft = Draft { lines: vec![line], ..Draft::default() };
    let totals = draft.totals(Rounding::Down).expect("within bounds");
    receipt(kind, draft.lines, totals, Some(NUMBER))
}

fn stamp(receipt: &Receipt) -> Option<i64> {
    receipt.print().iter().find_map(|line| match line {
        PrintLine::Stamp { value } => Some(value.get()),
        _ => None,
    })
}

#[test]
fn fifty_thousand_before_tax_in_cash_takes_a_stamp_and_credit_takes_none() {
    let sold = |price| of_one_line(price, TaxClass::STANDARD_10, SlipKind::Sale);
    assert_eq!(stamp(&sold(54_998)), None, "¥49,999 before tax");
    assert_eq!(stamp(&sold(54_999)), Some(200), "¥50,000 before tax");
    assert_eq!(stamp(&sold(1_100_000)), Some(200), "¥1,000,000 before tax");
    assert_eq!(stamp(&sold(1_100_001)), Some(400), "¥1,000,001 before tax");
    let mut by_card = sold(55_000);
    for (duty, takes) in [(StampDuty::Exempt, None), (StampDuty::Taxable, Some(200))] {
        by_card.slip.tenders = vec![card(Yen::new(55_000), duty)];
        let text = by_card.plain_text();
        assert_eq!(text.contains("クレジットカード利用"), takes.is_none(), "{text}");
        assert_eq!(stamp(&by_card), takes, "as the category of that day said");
    }
    let mut training = sold(55_000);
    training.slip.mode = CounterMode::Training;
    assert_eq!(stamp(&training), None);
}

#[test]
fn money_in_advance_takes_a_stamp_by_its_whole_amount_and_money_that_goes_back_takes_none() {
    let deposit = Yen::new(50_000);
    let kind = SlipKind::Reservation {
        number: number(),
        deposit,
        customer: "見本".into(),
        due_date: "2026-12-01".into(),
        phone: String::new(),
        note: String::new(),
    };
    assert_eq!(stamp(&of_one_line(99_000, TaxClass::STANDARD_10, kind)), Some(200));
    // What is left of ¥99,000 is ¥49,000, tax within.
    let hand_over = SlipKind::HandOver { number: number(), deposit };
    assert_eq!(stamp(&of_one_line(99_000, TaxClass::STANDARD_10, hand_over)), None);
    let back = SlipKind::Return { of: original(), places: Vec::new() };
    assert_eq!(stamp(&of_one_line(990_000, TaxClass::STANDARD_10, back)), None);
}

/// A line that is left out of the paper is missed by the check that has its name, whichever it is.
#[test]
fn each_field_is_missed_by_its_name() {
    let receipt = of_one_line(108, TaxClass::REDUCED_8, SlipKind::Return { of: original(), places: vec![0] });
    let whole = receipt.print();
    let missed = |starts: &str| -> Vec<&str> {
        let text = |line: &PrintLine| match line {
            PrintLine::Title { text } | PrintLine::Center { text } | PrintLine::Left { text } => text.clone(),
            PrintLine::Pair { left, .. } => left.clone(),
            _ => String::new(),
        };
        let place = whole.iter().position(|line| text(line).starts_with(starts)).expect(starts);
        let mut lines = whole.clone();
        lines.remove(place);
        RETURNED.iter().filter(|(_, is_there)| !is_there(&receipt, &lines)).map(|(name, _)| *name).collect()
    };
    assert_eq!(missed("さくら商店"), ["一 発行者の名称"]);
    assert_eq!(missed("登録番号"), ["一 登録番号"]);
    assert_eq!(missed(ISSUED_AT), ["二 返還を行う年月日"]);
    assert_eq!(missed("元の取引日"), ["二 元の取引年月日"]);
    assert_eq!(missed("品"), ["三 返還の基となる取引の内容"]);
    assert_eq!(missed("※印は"), ["三 軽減対象である旨"]);
    assert!(missed("(8%対象").contains(&"四 税率ごとの返還金額"));
    assert!(missed("(8%対象").contains(&"五 適用税率"));
    assert_eq!(missed(" 内消費税等"), ["五 税率ごとの返還の消費税額等"]);
}
