use catlink_shared::card::CardCategoryCode;
use catlink_shared::ids::SequenceNumber;
use catlink_shared::terminal::{
    ApprovalCode, BrandCode, CatError, CenterResultCode, Last4, PaymentCondition, PaymentDetail,
    PaymentMedia, PosLink, ResultWord, SlipNumber, TerminalActivity, TrainingAbility, TransactionNumber,
    TransactionType,
};
use proptest::option;
use proptest::prelude::*;

use super::*;

fn checked<T: TryFrom<String> + std::fmt::Debug>(rule: &'static str) -> impl Strategy<Value = T>
where
    T::Error: std::fmt::Debug,
{
    rule.prop_map(|text| T::try_from(text).expect("the rule makes only good ones"))
}

fn payment_id() -> impl Strategy<Value = PaymentId> {
    (0u64..1 << 47, any::<[u8; 10]>()).prop_map(|(ms, dice)| PaymentId::from_parts(ms, &dice))
}

fn unit() -> impl Strategy<Value = Unit> {
    (checked("[0-9]{13}"), checked("[0-9a-f-]{1,40}"))
        .prop_map(|(terminal_id, memory_id)| Unit { terminal_id, memory_id })
}

fn yen() -> impl Strategy<Value = Yen> {
    (0i64..=9_999_999_999).prop_map(Yen::new)
}

/// Whole seconds: the line has no finer ones.
fn time() -> impl Strategy<Value = UnixMs> {
    (0i64..4_000_000_000).prop_map(|seconds| UnixMs(seconds * 1000))
}

fn one_of<T: Copy + std::fmt::Debug + 'static>(all: &'static [T]) -> impl Strategy<Value = T> {
    prop::sample::select(all)
}

fn from_pos() -> impl Strategy<Value = FromPos> {
    let sales = (
        payment_id(),
        checked("[A-Z0-9_-]{1,20}"),
        unit(),
        any::<u32>(),
        yen(),
        any::<u16>(),
        any::<bool>(),
        0u32..=3600,
    )
        .prop_map(
            |(payment_id, register_id, unit, sequence, amount, payment, training_mode, timeout_s)| {
                FromPos::Sales(SalesRequest {
                    payment_id,
                    register_id,
                    unit,
                    sequence_number: SequenceNumber(sequence),
                    amount,
                    payment: CardCategoryCode(payment),
                    training_mode,
                    timeout_s,
                })
            },
        );
    prop_oneof![
        (any::<u16>(), checked("[A-Z0-9_-]{1,20}"))
            .prop_map(|(version, register_id)| FromPos::Hello { version, register_id }),
        Just(FromPos::Ping),
        sales,
        payment_id().prop_map(|payment_id| FromPos::Cancel { payment_id }),
        payment_id().prop_map(|payment_id| FromPos::Query { payment_id }),
        Just(FromPos::Last),
        (option::of(time()), option::of(time())).prop_map(|(from, to)| FromPos::DailyLog { from, to }),
    ]
}

fn result() -> impl Strategy<Value = TerminalResult> {
    let whose = (
        unit(),
        option::of(payment_id()),
        option::of(checked("[A-Z0-9_-]{1,20}")),
        option::of(any::<u32>().prop_map(SequenceNumber)),
        option::of(one_of(TransactionType::ALL)),
        one_of(ResultWord::ALL),
        option::of(one_of(Phase::ALL)),
        option::of((1u16..500).prop_map(CatError::from_number)),
    );
    let codes = (
        option::of(checked::<CenterResultCode>("[A-Z0-9-]{1,12}")),
        option::of(checked::<SlipNumber>("[0-9]{5}")),
        option::of(checked::<ApprovalCode>("[A-Z0-9]{1,12}")),
        option::of(one_of(PaymentMedia::ALL)),
        option::of(checked::<BrandCode>("[A-Za-z0-9 =交通系-]{1,12}")),
        option::of(one_of(PaymentCondition::ALL)),
        option::of(checked::<PaymentDetail>("[0-9]{1,3}(,[0-9]{1,4}){0,2}")),
        option::of(checked::<Last4>("[0-9]{4}")),
    );
    let money = (
        option::of(checked::<TransactionNumber>("[A-Z0-9]{1,12}")),
        option::of(yen()),
        option::of(yen()),
        option::of(yen()),
        option::of(any::<bool>()),
        option::of(time()),
    );
    (whose, codes, money).prop_map(|(whose, codes, money)| TerminalResult {
        unit: whose.0,
        payment_id: whose.1,
        register_id: whose.2,
        sequence_number: whose.3,
        transaction_type: whose.4,
        result: whose.5,
        phase_reached: whose.6,
        ecat: whose.7,
        center_result_code: codes.0,
        slip_number: codes.1,
        approval_code: codes.2,
        payment_media: codes.3,
        brand: codes.4,
        payment_condition: codes.5,
        payment_detail: codes.6,
        account_last4: codes.7,
        transaction_number: money.0,
        amount: money.1,
        settled_amount: money.2,
        balance: money.3,
        training_mode: money.4,
        terminal_time: money.5,
    })
}

fn from_terminal() -> impl Strategy<Value = FromTerminal> {
    let slip = || option::of(checked::<SlipNumber>("[0-9]{5}"));
    let links = || prop::sample::select(vec![PosLink::On, PosLink::Off]);
    let trainings =
        prop::sample::select(vec![TrainingAbility::Unable, TrainingAbility::Able, TrainingAbility::Locked]);
    let ready = (
        (unit(), any::<u16>(), "[a-zA-Z0-9 =-]{1,20}", links(), trainings, any::<bool>()),
        (prop::collection::vec("[a-z]{1,8}", 0..4), slip(), option::of(time())),
    )
        .prop_map(
            |(
                (unit, version, model, pos_link, training, simulated),
                (capabilities, newest_slip, terminal_time),
            )| {
                FromTerminal::Ready(Ready {
                    unit,
                    version,
                    model,
                    pos_link,
                    training,
                    simulated,
                    capabilities,
                    newest_slip,
                    terminal_time,
                })
            },
        );
    let state = (unit(), one_of(TerminalActivity::ALL), links(), slip(), option::of(time())).prop_map(
        |(unit, activity, pos_link, newest_slip, terminal_time)| {
            FromTerminal::State(TerminalState { unit, activity, pos_link, newest_slip, terminal_time })
        },
    );
    let log = (
        unit(),
        checked("[0-9]{5}"),
        one_of(TransactionType::ALL),
        yen(),
        time(),
        one_of(PaymentMedia::ALL),
        one_of(ResultWord::ALL),
    )
        .prop_map(
            |(unit, slip_number, transaction_type, amount, terminal_time, payment_media, result)| {
                FromTerminal::Log(LogLine {
                    unit,
                    slip_number,
                    transaction_type,
                    amount,
                    terminal_time,
                    payment_media,
                    result,
                })
            },
        );
    prop_oneof![
        ready,
        state,
        log,
        result().prop_map(|result| FromTerminal::Result(Box::new(result))),
        (unit(), "[A-Z0-9-]{1,20}").prop_map(|(unit, holder)| FromTerminal::HelloRefused { unit, holder }),
        (unit(), payment_id(), one_of(Phase::ALL))
            .prop_map(|(unit, payment_id, phase)| FromTerminal::Status { unit, payment_id, phase }),
        (unit(), option::of(payment_id()), one_of(RefusedReason::ALL))
            .prop_map(|(unit, payment_id, reason)| FromTerminal::Refused { unit, payment_id, reason }),
        (unit(), payment_id()).prop_map(|(unit, payment_id)| FromTerminal::Pending { unit, payment_id }),
        (unit(), option::of(payment_id()))
            .prop_map(|(unit, payment_id)| FromTerminal::None { unit, payment_id }),
        (unit(), payment_id()).prop_map(|(unit, payment_id)| FromTerminal::Forgotten { unit, payment_id }),
        (unit(), any::<u32>(), -9_999_999_999i64..=9_999_999_999)
            .prop_map(|(unit, count, total)| FromTerminal::End { unit, count, total: Yen::new(total) }),
    ]
}

/// `|` stands for FS.
fn bytes(text: &str) -> Vec<u8> {
    text.replace('|', "\u{1c}").into_bytes()
}

const RESULT: &str = "RESULT|terminal_id=1234567890123|memory_id=m1|result=approved";

fn decode_result(more: &str) -> Result<TerminalResult, BadMessage> {
    match FromTerminal::decode(&bytes(&format!("{RESULT}{more}")))? {
        FromTerminal::Result(result) => Ok(*result),
        _ => panic!("no RESULT"),
    }
}

#[test]
fn only_the_last_four_digits_of_a_card_are_kept() {
    let result = decode_result("|account_last4=453201******1234").expect("decodes");
    assert_eq!(result.account_last4.as_ref().map(Last4::as_str), Some("1234"));
    let kept = format!("{result:?}{}", FromTerminal::Result(Box::new(result.clone())).trace());
    assert!(!kept.contains("4532"));
}

#[test]
fn what_a_card_number_could_hide_in_is_dropped() {
    let result = decode_result(
        "|brand=4532015112830366|approval_code=4532015112830366|account_number=4532015112830366\
         |payment_detail=4532015112830366",
    )
    .expect("decodes");
    assert!(!format!("{result:?}").contains("45320151"));
}

#[test]
fn an_unknown_brand_never_loses_an_approval() {
    let result = decode_result("|brand=77|payment_condition=999|payment_media=9|phase_reached=later")
        .expect("decodes");
    assert_eq!(result.result, ResultWord::Approved);
    assert_eq!(result.brand.as_ref().map(BrandCode::as_str), Some("77"));
    assert_eq!((result.payment_condition, result.payment_media, result.phase_reached), (None, None, None));
}

#[test]
fn an_unknown_error_number_is_kept_as_one() {
    assert_eq!(decode_result("|ecat=777").expect("decodes").ecat, Some(CatError::Unlisted(777)));
    assert_eq!(decode_result("|ecat=0").expect("decodes").ecat, None);
}

#[test]
fn keys_come_in_any_order_and_unknown_ones_are_ignored() {
    let text = bytes(
        "NONE|later=1|later=2|memory_id=m1|payment_id=00000000-0000-7000-8000-000000000000|terminal_id=7",
    );
    assert!(matches!(FromTerminal::decode(&text), Ok(FromTerminal::None { payment_id: Some(_), .. })));
}

#[test]
fn every_bad_field_is_named_and_never_shown() {
    let cases = [
        ("|amount=-5", BadMessage::Value("amount")),
        ("|amount=+5", BadMessage::Value("amount")),
        ("|amount=99999999999", BadMessage::Value("amount")),
        ("|amount=", BadMessage::Value("amount")),
        ("|amount=5|amount=5", BadMessage::Twice("amount")),
        ("|brand=a|brand=b", BadMessage::Twice("brand")),
        ("|type=11", BadMessage::Value("type")),
        ("|training_mode=2", BadMessage::Value("training_mode")),
        ("|payment_id=x", BadMessage::Value("payment_id")),
        ("|sequence_number=4294967296", BadMessage::Value("sequence_number")),
        ("|result=declined", BadMessage::Twice("result")),
        ("|lonely", BadMessage::NotAField),
        ("|a=\u{7}", BadMessage::Control),
        ("|a=\u{85}", BadMessage::Control),
    ];
    for (more, expected) in cases {
        assert_eq!(decode_result(more), Err(expected), "{more}");
    }
    assert_eq!(FromTerminal::decode(b"RESULT"), Err(BadMessage::Missing("terminal_id")));
    assert_eq!(FromTerminal::decode(b"WHAT"), Err(BadMessage::UnknownType));
    assert_eq!(FromTerminal::decode(b"\xff"), Err(BadMessage::NotUtf8));
    assert_eq!(FromPos::decode(b""), Err(BadMessage::UnknownType));
    assert_eq!(FromPos::decode(b"QUERY"), Err(BadMessage::Missing("payment_id")));
}

#[test]
fn sales_with_tax_apart_is_no_sales() {
    let good = "SALES|payment_id=00000000-0000-7000-8000-000000000000|register_id=R1|terminal_id=7|memory_id=m|\
                sequence_number=1|amount=110|tax_others=0|payment=3|training_mode=0|timeout_s=90";
    assert!(FromPos::decode(&bytes(good)).is_ok());
    let taxed = good.replace("tax_others=0", "tax_others=10");
    assert_eq!(FromPos::decode(&bytes(&taxed)), Err(BadMessage::Value("tax_others")));
}

#[test]
fn a_log_that_clears_the_terminals_day_cannot_be_said() {
    let reporting = "DAILYLOG|kind=reporting|from=2026-07-01T00:00:00";
    assert!(matches!(FromPos::decode(&bytes(reporting)), Ok(FromPos::DailyLog { .. })));
    for bad in ["settlement", "Reporting", ""] {
        let other = reporting.replace("reporting", bad);
        assert_eq!(FromPos::decode(&bytes(&other)), Err(BadMessage::Value("kind")), "{bad}");
    }
    assert_eq!(FromPos::decode(b"DAILYLOG"), Err(BadMessage::Missing("kind")));
}

#[test]
fn times_are_japan_time() {
    let result = decode_result("|terminal_time=2026-07-01T12:34:56").expect("decodes");
    // 03:34:56 UTC
    assert_eq!(result.terminal_time, Some(UnixMs(1_782_876_896_000)));
    for bad in ["2026-7-1T12:34:56", "2026-02-30T00:00:00", "2026-07-01 12:34:56", "2026-07-01T12:34:56Z"] {
        assert_eq!(
            decode_result(&format!("|terminal_time={bad}")).expect("decodes").terminal_time,
            None,
            "{bad}"
        );
    }
}

proptest! {
    #[test]
    fn what_the_pos_says_comes_out_as_it_went_in(message in from_pos()) {
        let bytes = message.encode();
        prop_assert!(bytes.len() <= crate::driver::basic::block::MOST_TEXT);
        prop_assert_eq!(FromPos::decode(&bytes), Ok(message));
    }

    #[test]
    fn what_the_terminal_says_comes_out_as_it_went_in(message in from_terminal()) {
        prop_assert_eq!(FromTerminal::decode(&message.encode()), Ok(message));
    }

    #[test]
    fn any_bytes_are_read_without_harm(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _pos = FromPos::decode(&bytes);
        let _terminal = FromTerminal::decode(&bytes);
    }
}
