//! Every message a clerk can get about a payment, for each model: what happened, what to do, and the steps where something
//! is done on the terminal. One picture of them all, so that a missing or a changed text shows.

use std::fmt::Write as _;

use catlink_shared::card::{CardCategoryCode, CatDeviceId, DEFAULT_CATEGORIES};
use catlink_shared::guidance::{self, Guidance};
use catlink_shared::money::Yen;
use catlink_shared::payment::{Doubt, NotCharged};
use catlink_shared::terminal::profile::{CatModel, ManualOperation, ModelProfile, WayBack};
use catlink_shared::terminal::{CenterResultCode, Phase, RefusedReason, SlipNumber};
use catlink_shared::wire::update::{ActionKind, LinkState};

/// A row of the table: its name, and what is said for it.
type Row = (String, Guidance);

/// Every cause, with a value where it carries one. A new one does not compile here before it has its row.
fn causes() -> Vec<NotCharged> {
    let slip = SlipNumber::new("00042").expect("a slip number");
    let first = NotCharged::NotConnected;
    let after = |cause: &NotCharged| match cause {
        NotCharged::NotConnected => Some(NotCharged::BidUnanswered),
        NotCharged::BidUnanswered => Some(NotCharged::BidBusy),
        NotCharged::BidBusy => Some(NotCharged::EveryTryRefused),
        NotCharged::EveryTryRefused => Some(NotCharged::NeverSent),
        NotCharged::NeverSent => Some(NotCharged::UnfitTerminal),
        NotCharged::UnfitTerminal => Some(NotCharged::Refused { reason: RefusedReason::Busy }),
        NotCharged::Refused { reason } => {
            let next = RefusedReason::ALL.iter().skip_while(|one| *one != reason).nth(1);
            Some(next.map_or_else(
                || NotCharged::Declined { center_result_code: CenterResultCode::new("G12").expect("a code") },
                |reason| NotCharged::Refused { reason: *reason },
            ))
        }
        NotCharged::Declined { .. } => Some(NotCharged::Deficient),
        NotCharged::Deficient => Some(NotCharged::OverDeposit),
        NotCharged::OverDeposit => Some(NotCharged::Cancelled),
        NotCharged::Cancelled => Some(NotCharged::StoppedBeforeCard),
        NotCharged::StoppedBeforeCard => Some(NotCharged::NoneOnRecord),
        NotCharged::NoneOnRecord => Some(NotCharged::LastUnchanged),
        NotCharged::LastUnchanged => Some(NotCharged::PersonFoundNone { newest_slip: None }),
        NotCharged::PersonFoundNone { .. } => {
            Some(NotCharged::VoidedOnTerminal { slip_number: slip.clone() })
        }
        NotCharged::VoidedOnTerminal { .. } => Some(NotCharged::RefundedInCash { amount: Yen::new(900) }),
        NotCharged::RefundedInCash { .. } => None,
    };
    std::iter::successors(Some(first), after).collect()
}

/// Every doubt, likewise.
fn doubts() -> Vec<Doubt> {
    let after = |doubt: &Doubt| match doubt {
        Doubt::Silence => Some(Doubt::Cut),
        Doubt::Cut => Some(Doubt::Aborted),
        Doubt::Aborted => Some(Doubt::TimedOut),
        Doubt::TimedOut => Some(Doubt::AgentRestarted),
        Doubt::AgentRestarted => Some(Doubt::Incomplete),
        Doubt::Incomplete => Some(Doubt::Error { ecat: None }),
        Doubt::Error { .. } => Some(Doubt::Mismatched),
        Doubt::Mismatched => Some(Doubt::Forgotten),
        Doubt::Forgotten => None,
    };
    std::iter::successors(Some(Doubt::Silence), after).collect()
}

fn categories() -> impl Iterator<Item = (CardCategoryCode, &'static str)> {
    DEFAULT_CATEGORIES.iter().map(|(code, name, ..)| (CardCategoryCode(*code), *name))
}

fn rows(profile: &ModelProfile) -> Vec<Row> {
    let mut rows = Vec::new();
    for link in [LinkState::Linked, LinkState::Standalone, LinkState::NoAnswer] {
        let said = guidance::while_not_linked(profile, CatDeviceId::Cat1, link, None);
        rows.extend(said.map(|said| (format!("送信前 {}", link.label()), said)));
    }
    let unfit = Some("端末が練習モードに固定されています。責任者に確認してください。");
    let said = guidance::while_not_linked(profile, CatDeviceId::Cat1, LinkState::Standalone, unfit);
    rows.extend(said.map(|said| ("送信前 非連動(採用されない端末)".to_owned(), said)));
    rows.push(("送信前 要確認あり".to_owned(), guidance::while_occupied(CatDeviceId::Cat1)));
    let waiting = |phase: &Phase| {
        let said = guidance::while_waiting(profile, *phase)?;
        Some((format!("連動中 {}", phase.word()), said))
    };
    rows.extend(Phase::ALL.iter().filter_map(waiting));
    let failed =
        |cause: NotCharged| (format!("決済エラー {cause:?}"), guidance::after_not_charged(profile, &cause));
    rows.extend(causes().into_iter().map(failed));
    let doubted = |doubt| (format!("結果不明 {doubt:?}"), guidance::while_unknown(profile, doubt));
    rows.extend(doubts().into_iter().map(doubted));
    rows.push(("結果不明 2 端末に記録なし".to_owned(), guidance::not_on_record(profile)));
    for (code, name) in categories() {
        rows.push((format!("結果不明 3 処理未了 {code}:{name}"), guidance::incomplete(profile, code)));
    }
    for (code, name) in categories() {
        rows.push((
            format!("端末で取消 {code}:{name}"),
            guidance::before_void(profile, profile.way_back(Some(code), None)),
        ));
    }
    rows.push(("決済内容相違".to_owned(), guidance::after_contradiction(profile, WayBack::Void)));
    let action = |kind: ActionKind| (format!("操作待ち {}", kind.label()), guidance::for_action(kind));
    rows.extend(ActionKind::ALL.iter().copied().map(action));
    rows
}

#[test]
fn every_message_says_what_happened_and_what_to_do_in_each_models_words() {
    for model in CatModel::ALL {
        let mut table = String::new();
        for (name, said) in rows(model.profile()) {
            assert!(!said.what.is_empty() && !said.next.is_empty(), "{name}");
            let steps = said.by_hand.map(|operation| format!("\n  手順 {operation:?}")).unwrap_or_default();
            writeln!(table, "{name}\n  {}\n  {}{steps}", said.what, said.next).expect("text");
        }
        insta::assert_snapshot!(format!("messages_{}", model.word()), table);
    }
}

#[test]
fn every_operation_has_its_steps_on_each_model() {
    for model in CatModel::ALL {
        let mut table = String::new();
        for operation in ManualOperation::ALL {
            writeln!(table, "{operation:?} 【{}】", operation.title()).expect("text");
            let steps = model.profile().manual_steps(*operation);
            assert!(
                steps.len() >= 2 && steps.iter().all(|step| step.ends_with('。')),
                "{model:?} {operation:?}"
            );
            for (place, step) in steps.iter().enumerate() {
                writeln!(table, "  {}. {step}", place + 1).expect("text");
            }
        }
        let limits = guidance::void_limits(model.profile()).unwrap_or_default();
        writeln!(table, "取消の制限:{limits}").expect("text");
        insta::assert_snapshot!(format!("steps_{}", model.word()), table);
    }
}

#[test]
fn what_is_operated_by_hand_off_the_link_ends_with_the_link() {
    for model in CatModel::ALL {
        for operation in [ManualOperation::Payment, ManualOperation::Void, ManualOperation::Return] {
            let steps = model.profile().manual_steps(operation);
            assert!(steps.len() >= 4, "{model:?} {operation:?}");
            assert!(steps.last().expect("steps").contains("連動中"));
        }
    }
}

#[test]
fn whatever_proves_no_charge_says_that_nothing_was_charged() {
    for model in CatModel::ALL {
        for cause in causes() {
            let said = guidance::after_not_charged(model.profile(), &cause).sentence();
            let by_a_person = matches!(
                cause,
                NotCharged::PersonFoundNone { .. }
                    | NotCharged::VoidedOnTerminal { .. }
                    | NotCharged::RefundedInCash { .. }
            );
            assert!(by_a_person || said.contains("請求はされていません"), "{cause:?}: {said}");
        }
        for doubt in doubts() {
            let said = guidance::while_unknown(model.profile(), doubt).sentence();
            assert!(!said.contains("請求はされていません"), "{doubt:?}: {said}");
        }
    }
}
