use proptest::prelude::*;

use super::*;

fn unit() -> Unit {
    Unit {
        terminal_id: "1234567890123".to_owned().try_into().unwrap(),
        memory_id: "m1".to_owned().try_into().unwrap(),
    }
}

fn lines(amounts: &[(i64, bool)]) -> Vec<LogLine> {
    let line = |(at, &(yen, back)): (usize, &(i64, bool))| LogLine {
        unit: unit(),
        slip_number: SlipNumber::five(u32::try_from(at).unwrap() + 1),
        transaction_type: if back { TransactionType::Void } else { TransactionType::Sales },
        amount: Yen::new(yen),
        terminal_time: UnixMs(i64::try_from(at).unwrap()),
        payment_media: PaymentMedia::Credit,
        result: ResultWord::Approved,
    };
    amounts.iter().enumerate().map(line).collect()
}

fn collected(lines: &[LogLine], count: usize, total: i64) -> Result<DailyLog, LogTrouble> {
    let mut collector = LogCollector::new(unit(), UnixMs(0), UnixMs(1_000_000));
    lines.iter().cloned().for_each(|line| collector.take(line));
    collector.end(&unit(), u32::try_from(count).unwrap(), Yen::new(total))
}

proptest! {
    #[test]
    fn a_whole_log_comes_out_as_it_went_in(amounts in prop::collection::vec((1i64..100_000, any::<bool>()), 0..60)) {
        let lines = lines(&amounts);
        let total = lines.iter().map(LogLine::signed).sum();
        prop_assert_eq!(collected(&lines, lines.len(), total).map(|log| log.lines), Ok(lines));
    }

    #[test]
    fn no_log_that_lost_doubled_or_changed_a_line_is_taken(
        amounts in prop::collection::vec((1i64..100_000, any::<bool>()), 1..60),
        place in any::<prop::sample::Index>(),
        what in 0..3,
    ) {
        let whole = lines(&amounts);
        let total = whole.iter().map(LogLine::signed).sum();
        let (mut spoilt, at) = (whole.clone(), place.index(whole.len()));
        match what {
            0 => drop(spoilt.remove(at)),
            1 => spoilt.insert(at, whole[at].clone()),
            _ => spoilt[at].amount = Yen::new(whole[at].amount.get() + 1),
        }
        prop_assert!(collected(&spoilt, whole.len(), total).is_err());
    }
}

#[test]
fn every_trouble_has_a_sentence_that_says_what_to_do() {
    let slip_number = SlipNumber::five(7);
    let all = [
        LogTrouble::Refused(RefusedReason::Busy),
        LogTrouble::Unheard,
        LogTrouble::BrokenOff,
        LogTrouble::Dropped,
        LogTrouble::TooLong,
        LogTrouble::CutShort { line: 3 },
        LogTrouble::Twice { slip_number: slip_number.clone() },
        LogTrouble::OtherUnit { terminal_id: unit().terminal_id },
        LogTrouble::OutOfRange { slip_number },
        LogTrouble::Count { said: 2, came: 1 },
        LogTrouble::Total { said: Yen::new(5), came: Yen::new(4) },
    ];
    for trouble in all {
        assert!(trouble.sentence().contains("もう一度取り込んでください。"), "{trouble:?}");
    }
}
