//! Every fault with the values the panel proposes, and what a person calls it.

use catlink_shared::terminal::{Phase, RefusedReason};

use super::{Fault, LeakPlace, RequestWord, SaidWord, Step, soon};

impl Fault {
    /// One of each. The line first, then what is refused, the person, the centre, the answers, the terminal itself.
    #[must_use]
    pub fn catalogue() -> Vec<(Self, &'static str)> {
        [line(), refusals(), people(), centre(), wrong_results(), answers(), leaks(), unit()].concat()
    }

    /// What a person calls it.
    #[must_use]
    pub fn text(&self) -> &'static str {
        let listed = Self::catalogue();
        let same = listed.iter().find(|(fault, _)| fault == self);
        let alike = || listed.iter().find(|(fault, _)| without_values(fault) == without_values(self));
        same.or_else(alike).map_or("", |(_, text)| text)
    }
}

/// A number the card brands publish for tests.
const TEST_NUMBER: &str = "4111111111111111";

/// A fault without what differs from case to case.
fn without_values(fault: &Fault) -> Option<serde_json::Value> {
    let mut json = serde_json::to_value(fault).ok()?;
    let keys = json.as_object_mut()?;
    for value in ["back_after_ms", "by", "byte", "ms", "settled", "size", "terminal_id", "text"] {
        keys.remove(value);
    }
    Some(json)
}

fn line() -> Vec<(Fault, &'static str)> {
    let back_after_ms = soon();
    let request = |message| Fault::CutInRequest { message, byte: 8, back_after_ms };
    let said = |message| Fault::CutInAnswer { message, byte: 8, back_after_ms };
    vec![
        (Fault::Silent { back_after_ms: None }, "応答なし"),
        (Fault::Slow { ms: 2_000 }, "応答が遅い"),
        (Fault::CutNow { back_after_ms }, "回線切断(今すぐ)"),
        (Fault::CutInSales { byte: 40, back_after_ms }, "売上要求の受信中に切断"),
        (request(RequestWord::Hello), "接続の挨拶(HELLO)の受信中に切断"),
        (request(RequestWord::Ping), "生存確認(PING)の受信中に切断"),
        (request(RequestWord::Cancel), "中止要求(CANCEL)の受信中に切断"),
        (request(RequestWord::Query), "照会(QUERY)の受信中に切断"),
        (request(RequestWord::Last), "直前取引照会(LAST)の受信中に切断"),
        (Fault::CutOnceTaken { back_after_ms }, "売上要求の受付直後に切断"),
        (Fault::CutBeforeResult { back_after_ms }, "結果の送信前に切断"),
        (Fault::CutInResult { byte: 40, back_after_ms }, "結果の送信中に切断"),
        (said(SaidWord::Ready), "READYの送信中に切断"),
        (said(SaidWord::Refused), "REFUSEDの送信中に切断"),
        (said(SaidWord::State), "STATEの送信中に切断"),
        (said(SaidWord::Status), "STATUSの送信中に切断"),
        (said(SaidWord::Pending), "PENDINGの送信中に切断"),
        (said(SaidWord::None), "NONEの送信中に切断"),
        (Fault::BidBusy, "回線使用中(NAK)"),
        (Fault::NakBlocks, "受信ブロックをNAK"),
        (Fault::NakSales, "売上要求をNAK"),
        (Fault::WrongBcc, "送信ブロックのBCC誤り"),
        (Fault::LostAck, "売上要求のACK消失"),
        (Fault::DeafToAck, "結果へのACKを聞き逃し"),
        (Fault::Garbage, "STX前の雑音"),
        (Fault::SplitWrites { size: 3 }, "分割して送信"),
        (Fault::MergedWrites, "まとめて送信"),
    ]
}

fn refusals() -> Vec<(Fault, &'static str)> {
    let refuse = |reason| Fault::Refuse { reason };
    vec![
        (Fault::Busy, "取引中として拒否"),
        (refuse(RefusedReason::Standalone), "非連動として拒否"),
        (refuse(RefusedReason::Training), "練習モードとして拒否"),
        (refuse(RefusedReason::OtherRegister), "他のレジとして拒否"),
        (refuse(RefusedReason::OtherUnit), "別の端末として拒否"),
        (refuse(RefusedReason::BadField), "項目誤りとして拒否"),
        (Fault::Standalone { back_after_ms: None }, "POS接続 OFF"),
        (Fault::TrainingLocked { back_after_ms: None }, "練習モード固定"),
        (Fault::PaperOut { back_after_ms: None }, "用紙切れ"),
        (Fault::PaperOutInPrinting { back_after_ms: None }, "印字中の用紙切れ"),
        (Fault::CoverOpen { back_after_ms: None }, "カバー開"),
        (Fault::CoverOpenInPrinting { back_after_ms: None }, "印字中のカバー開"),
    ]
}

fn people() -> Vec<(Fault, &'static str)> {
    let cancel = |phase| Fault::CancelIn { phase };
    vec![
        (cancel(Phase::BrandSelect), "ブランド選択中に中止"),
        (cancel(Phase::ConditionSelect), "支払方法選択中に中止"),
        (cancel(Phase::CardWait), "カード待ち中に中止"),
        (cancel(Phase::CardRead), "カード読取中に中止"),
        (cancel(Phase::Pin), "暗証番号入力中に中止"),
        (cancel(Phase::Center), "センター問合せ中に中止(無効)"),
        (cancel(Phase::Printing), "印字中に中止(無効)"),
    ]
}

fn centre() -> Vec<(Fault, &'static str)> {
    let fails = |ecat, charged| Fault::CentreFails { ecat, charged };
    vec![
        (Fault::Decline, "お取り扱いできません"),
        (Fault::Deficient, "残高不足"),
        (Fault::OverDeposit, "入金限度額超過(202)"),
        (Fault::LessSettled { settled: 100 }, "一部金額のみ承認(残高分)"),
        (Fault::CentreError, "センター接続不可"),
        (Fault::CentreAnswerLost, "センター応答の消失(取消される)"),
        (Fault::CentreLate { ms: 5_000 }, "センター応答の遅れ"),
        (fails(1, false), "センターエラー(1・請求なし)"),
        (fails(1, true), "センターエラー(1・請求あり)"),
        (fails(90, false), "コマンドエラー(90)"),
        (fails(200, false), "日計あふれ(200)"),
        (Fault::Incomplete { charged: true }, "処理未了(請求あり)"),
        (Fault::Incomplete { charged: false }, "処理未了(請求なし)"),
        (Fault::EnquiryError, "センター照会の失敗"),
    ]
}

fn wrong_results() -> Vec<(Fault, &'static str)> {
    vec![
        (Fault::WrongAmount { by: 100 }, "結果の金額違い"),
        (Fault::WrongPaymentId, "結果の取引違い"),
        (Fault::WrongRegister, "結果のレジ違い"),
        (Fault::WrongSequenceNumber, "結果の要求番号違い"),
        (Fault::WrongSlipNumber { by: 1_000 }, "結果の伝票番号違い"),
        (Fault::WrongUnit, "結果の端末違い"),
        (Fault::WrongMemory, "結果の記憶番号違い"),
        (Fault::WrongTraining, "結果の練習区分違い"),
        (Fault::WrongType, "結果の取引種別違い"),
        (Fault::UnlistedError, "未知のエラー番号"),
    ]
}

fn answers() -> Vec<(Fault, &'static str)> {
    vec![
        (Fault::DuplicateResult, "結果の二重送信"),
        (Fault::StaleResult, "前回の結果を先に送信"),
        (Fault::LateResult { ms: 5_000 }, "結果の遅れ"),
        (Fault::LateResult { ms: 60_000 }, "結果の遅れ(1分)"),
        (Fault::MuteResult, "結果を送らない"),
        (Fault::ResultInNextSale, "結果を次の取引中に送信"),
        (Fault::RepeatInNextSale, "前回の結果を次の取引中に再送"),
        (Fault::LateAnswer { ms: 7_000 }, "照会への回答の遅れ"),
        (Fault::MuteAnswer, "照会に回答しない"),
        (Fault::DuplicateAnswer, "照会への回答の二重送信"),
        (Fault::StaleAnswer, "前の照会への回答を先に送信"),
        (Fault::OtherPaymentAnswer, "照会に別の取引を回答"),
        (Fault::OtherUnitAnswer, "照会に別の端末番号で回答"),
        (Fault::LogLineMissing, "中間計の行の欠落"),
        (Fault::LogLineCutShort, "中間計の行の途中切れ"),
        (Fault::LogLineTwice, "中間計の行の二重送信"),
        (Fault::LogLineOfOtherUnit, "中間計に別の端末の行"),
    ]
}

fn leaks() -> Vec<(Fault, &'static str)> {
    let card = |place| Fault::CardNumber { place, text: TEST_NUMBER.to_owned() };
    vec![
        (card(LeakPlace::MaskedNumber), "カード番号の流出(下4桁の項目)"),
        (card(LeakPlace::Detail), "カード番号の流出(支払明細)"),
        (card(LeakPlace::Brand), "カード番号の流出(ブランド)"),
        (card(LeakPlace::CentreCode), "カード番号の流出(センター応答コード)"),
        (card(LeakPlace::TransactionNumber), "カード番号の流出(処理通番)"),
        (card(LeakPlace::UnknownValue), "カード番号の流出(未知の項目の値)"),
        (card(LeakPlace::UnknownName), "カード番号の流出(未知の項目の名前)"),
        (card(LeakPlace::LogValue), "カード番号の流出(中間計の項目の値)"),
        (card(LeakPlace::LogName), "カード番号の流出(中間計の項目の名前)"),
        (card(LeakPlace::NoMessage), "カード番号の流出(電文でない受信)"),
    ]
}

fn unit() -> Vec<(Fault, &'static str)> {
    let restart = |phase| Fault::RestartIn { phase };
    vec![
        (Fault::Restart, "再起動"),
        (restart(Phase::CardWait), "カード待ち中に再起動"),
        (restart(Phase::Center), "センター問合せ中に再起動"),
        (restart(Phase::Printing), "印字中に再起動"),
        (Fault::DieAt { step: Step::BeforeStorePending }, "停止: 記録前"),
        (Fault::DieAt { step: Step::AfterStorePending }, "停止: 記録後"),
        (Fault::DieAt { step: Step::BeforeCentre }, "停止: センター前"),
        (Fault::DieAt { step: Step::AfterCentre }, "停止: センター後"),
        (Fault::DieAt { step: Step::AfterStoreResult }, "停止: 結果記録後"),
        (Fault::DieAt { step: Step::AfterSend }, "停止: 結果送信後"),
        (Fault::WipedMemory, "記憶消去"),
        (Fault::OtherUnit { terminal_id: "9990000000001".to_owned() }, "端末交換"),
        (Fault::ClockOffset { ms: -600_000 }, "時計の遅れ(10分)"),
        (Fault::ClockOffset { ms: 86_400_000 }, "時計の進み(1日)"),
    ]
}
