//! What a shop writes and is no card number.

use proptest::prelude::*;

use super::super::{Reading, has_card_data, looks_like_card_number, mask};

/// A JAN with its check figure, of any country.
fn jan(body: u64) -> String {
    let body = format!("{:012}", body % 1_000_000_000_000);
    let sum: u32 = body.bytes().zip([1, 3].into_iter().cycle()).map(|(b, by)| u32::from(b - b'0') * by).sum();
    format!("{body}{}", (10 - sum % 10) % 10)
}

fn date() -> impl Strategy<Value = String> {
    (2020..2040_u32, 1..13_u32, 1..29_u32, 0..24_u32, 0..60_u32, 0..6_u8).prop_map(
        |(y, m, d, hour, min, style)| match style {
            0 => format!("{y}-{m:02}-{d:02} {hour:02}:{min:02}"),
            1 => format!("{y}/{m:02}/{d:02} {hour:02}:{min:02}:{d:02}"),
            2 => format!("{y}年{m}月{d}日"),
            3 => format!("{y}-{m:02}-{d:02}"),
            4 => format!("{m}/{d} {hour}時"),
            _ => format!("{y}.{m:02}.{d:02}"),
        },
    )
}

fn phone() -> impl Strategy<Value = String> {
    prop_oneof![
        (1..10_u32, 1000..10_000_u32, 0..10_000_u32).prop_map(|(area, a, b)| format!("0{area}-{a}-{b:04}")),
        (7..10_u32, 0..10_000_u32, 0..10_000_u32).prop_map(|(kind, a, b)| format!("0{kind}0-{a:04}-{b:04}")),
        (7..10_u32, 0..10_000_u32, 0..10_000_u32).prop_map(|(kind, a, b)| format!("0{kind}0{a:04}{b:04}")),
        (100..1000_u32, 1000..10_000_u32).prop_map(|(a, b)| format!("0120-{a}-{b}").replace("-1", "-3")),
    ]
}

fn money() -> impl Strategy<Value = String> {
    (1..10_000_000_u32, 0..3_u8).prop_map(|(yen, style)| {
        let groups = format!("{yen:010}");
        let parted = groups.trim_start_matches('0').to_owned();
        match style {
            0 => format!("¥{parted}"),
            1 => format!("{parted}円"),
            _ => format!("{},{:03}", yen / 1000, yen % 1000),
        }
    })
}

/// What may stand together in a note, a name, a reason.
fn words() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        date(),
        phone(),
        money(),
        prop::sample::select(vec![
            "山田 太郎 様",
            "のし付き",
            "お品代として",
            "両替",
            "10個",
            "〒530-0001",
            "税8%",
            "3丁目12-5",
            "No.00042",
            "伝票 00001234",
            "予約 000123",
            "A4 500枚",
            "第2ビル302号室",
            "350ml",
            "1ダース(12本)",
            "２点",
        ])
        .prop_map(str::to_owned),
    ];
    let between = prop::sample::select(vec![" ", "、", "\u{3000}", "・", " / "]);
    (proptest::collection::vec(word, 1..6), between).prop_map(|(words, between)| words.join(between))
}

fn typed() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<u64>().prop_map(jan),
        any::<u64>().prop_map(|n| format!("T{:013}", n % 10_000_000_000_000)),
        any::<u64>().prop_map(|n| format!("端末番号 {:013}", n % 10_000_000_000_000)),
        any::<u64>().prop_map(|n| format!(
            "商品「{}」はほかの商品({})で使われています。",
            jan(n),
            n % 10_000
        )),
        (any::<u64>(), 1..20_u32, 1..1_000_u32)
            .prop_map(|(n, count, yen)| format!("{}  {count}  {yen}", jan(n))),
        date(),
        phone(),
        money(),
        words(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn what_a_typed_field_holds_is_left_alone(text in typed()) {
        prop_assert!(!has_card_data(&text, Reading::Typed), "{text}");
        prop_assert_eq!(mask(&text, Reading::Typed), text.as_str());
    }

    #[test]
    fn words_of_a_shop_are_no_card_numbers(text in words()) {
        prop_assert!(!looks_like_card_number(&text), "{text}");
    }

    #[test]
    fn ids_and_times_of_a_log_line_survive(ids in proptest::collection::vec(any::<[u8; 16]>(), 1..3), ms in 1_000_000_000_000..2_000_000_000_000_u64, micros in 0..1_000_000_u32) {
        let ids: Vec<String> = ids.iter().map(|b| uuid::Builder::from_unix_timestamp_millis(ms, &b[..10].try_into().unwrap()).into_uuid().to_string()).collect();
        let line = format!("2026-11-24T02:23:59.{micros:06}Z  WARN catlink: x payment_id={} at={ms} from=127.0.0.1:{}", ids.join(" of="), micros % 65_536);
        prop_assert_eq!(mask(&line, Reading::Line), line.as_str());
    }
}

#[test]
fn nothing_and_noughts_are_no_number() {
    for text in
        ["", "000000000000000", "0000 0000 0000 0000", "4111111111111112", "12345", "************1111"]
    {
        assert!(!looks_like_card_number(text), "{text}");
    }
}

#[test]
fn thirteen_figures_are_a_number_where_anything_may_stand_and_nowhere_else() {
    let jan = "4901234567894";
    assert!(looks_like_card_number("4222222222222"));
    assert!(!has_card_data("4222222222222", Reading::Typed));
    assert!(!has_card_data(jan, Reading::Typed));
}

#[test]
fn what_a_shop_and_its_terminal_count_by_is_left_alone_however_long() {
    for text in [
        // A shop's own codes that pass the check by chance: whole, and at each figure they are typed up to.
        "10000000000016",
        "20261124000013",
        "20261124000013000017",
        // A terminal's memory, a UUID without its hyphens.
        "01a19835118871228137e9a52ecd8046",
        "REG-20261124000013",
    ] {
        for end in 1..=text.len() {
            let typed = &text[..end];
            assert!(!has_card_data(typed, Reading::Typed), "{typed}");
            assert!(!has_card_data(typed, Reading::Line), "{typed}");
        }
    }
}
