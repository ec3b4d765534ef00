//! What the terminal says, to bytes and back.

use catlink_shared::card::guard::{Reading, holds_card_data, mask};
use catlink_shared::card::looks_like_card_number;
use catlink_shared::ids::SequenceNumber;
use catlink_shared::terminal::{
    CatError, Last4, PaymentCondition, PaymentDetail, PaymentMedia, PosLink, Ready, TerminalResult,
    TerminalState, TrainingAbility, TransactionType, Unit,
};

use super::fields::{
    Fields, Writer, bit, digits, flag, identity, named, payment_id, signed_yen, time, time_text, word, yen,
};
use super::{BadMessage, FromTerminal, LogLine};
use crate::card_guard::{self, Edge};

/// Longest model word, holder or list of capabilities, characters (ours).
const MOST_WORD: usize = 120;

pub(super) fn encode(message: &FromTerminal) -> Vec<u8> {
    match message {
        FromTerminal::Ready(ready) => encode_ready(ready),
        FromTerminal::HelloRefused { unit, holder } => {
            Writer::new("REFUSED").unit(unit).field("holder", holder)
        }
        FromTerminal::State(state) => encode_state(state),
        FromTerminal::Status { unit, payment_id, phase } => {
            Writer::new("STATUS").unit(unit).field("payment_id", payment_id).field("phase", phase.word())
        }
        FromTerminal::Result(result) => encode_result(result),
        FromTerminal::Refused { unit, payment_id, reason } => {
            Writer::new("REFUSED").unit(unit).maybe("payment_id", *payment_id).field("reason", reason.word())
        }
        FromTerminal::Pending { unit, payment_id } => {
            Writer::new("PENDING").unit(unit).field("payment_id", payment_id)
        }
        FromTerminal::None { unit, payment_id } => {
            Writer::new("NONE").unit(unit).maybe("payment_id", *payment_id)
        }
        FromTerminal::Forgotten { unit, payment_id } => {
            Writer::new("FORGOTTEN").unit(unit).field("payment_id", payment_id)
        }
        FromTerminal::Log(line) => encode_log(line),
        FromTerminal::End { unit, count, total } => {
            Writer::new("END").unit(unit).field("count", count).field("amount", total.get())
        }
    }
    .bytes()
}

/// What a terminal says of itself and of money is read with its card data masked, or left out: never refused because of it.
pub(super) fn decode(bytes: &[u8]) -> Result<FromTerminal, BadMessage> {
    if holds_card_data(bytes, Reading::Line) {
        card_guard::stopped(Edge::Line, "message");
    }
    let fields = Fields::read(bytes)?;
    let unit = fields.unit();
    Ok(match fields.kind {
        "READY" => FromTerminal::Ready(decode_ready(&fields, unit?)?),
        "STATE" => FromTerminal::State(decode_state(&fields, unit?)?),
        "STATUS" => FromTerminal::Status {
            unit: unit?,
            payment_id: fields.payment_id()?,
            phase: fields.must("phase", named)?,
        },
        "RESULT" => FromTerminal::Result(Box::new(decode_result(&fields, unit?)?)),
        "REFUSED" => decode_refused(&fields, unit?)?,
        "PENDING" => FromTerminal::Pending { unit: unit?, payment_id: fields.payment_id()? },
        "NONE" => FromTerminal::None { unit: unit?, payment_id: fields.maybe("payment_id", payment_id)? },
        "FORGOTTEN" => FromTerminal::Forgotten { unit: unit?, payment_id: fields.payment_id()? },
        "LOG" => FromTerminal::Log(decode_log(&fields, unit?)?),
        "END" => FromTerminal::End {
            unit: unit?,
            count: fields.must("count", digits)?,
            total: fields.must("amount", signed_yen)?,
        },
        _ => return Err(BadMessage::UnknownType),
    })
}

fn encode_ready(ready: &Ready) -> Writer {
    Writer::new("READY")
        .unit(&ready.unit)
        .field("version", ready.version)
        .field("model", &ready.model)
        .field("pos_link", link_bit(ready.pos_link))
        .field("training", training_number(ready.training))
        .field("simulated", bit(ready.simulated))
        .field("capabilities", ready.capabilities.join(","))
        .maybe("newest_slip", ready.newest_slip.as_ref())
        .maybe("terminal_time", ready.terminal_time.and_then(time_text))
}

fn decode_ready(fields: &Fields<'_>, unit: Unit) -> Result<Ready, BadMessage> {
    Ok(Ready {
        unit,
        version: fields.must("version", digits)?,
        model: fields.must("model", short)?,
        pos_link: fields.must("pos_link", link)?,
        training: fields.must("training", training)?,
        simulated: fields.must("simulated", flag)?,
        capabilities: fields.must("capabilities", capabilities)?,
        newest_slip: fields.maybe("newest_slip", word)?,
        terminal_time: fields.loose("terminal_time", time)?,
    })
}

fn encode_state(state: &TerminalState) -> Writer {
    Writer::new("STATE")
        .unit(&state.unit)
        .field("state", state.activity.word())
        .field("pos_link", link_bit(state.pos_link))
        .maybe("newest_slip", state.newest_slip.as_ref())
        .maybe("terminal_time", state.terminal_time.and_then(time_text))
}

fn decode_state(fields: &Fields<'_>, unit: Unit) -> Result<TerminalState, BadMessage> {
    Ok(TerminalState {
        unit,
        activity: fields.must("state", named)?,
        pos_link: fields.must("pos_link", link)?,
        newest_slip: fields.maybe("newest_slip", word)?,
        terminal_time: fields.loose("terminal_time", time)?,
    })
}

fn encode_result(result: &TerminalResult) -> Writer {
    Writer::new("RESULT")
        .unit(&result.unit)
        .maybe("payment_id", result.payment_id)
        .maybe("register_id", result.register_id.as_ref())
        .maybe("sequence_number", result.sequence_number)
        .maybe("type", result.transaction_type.map(TransactionType::number))
        .field("result", result.result.word())
        .maybe("phase_reached", result.phase_reached.map(|phase| phase.word()))
        .maybe("ecat", result.ecat.map(CatError::number))
        .maybe("center_result_code", result.center_result_code.as_ref())
        .maybe("slip_number", result.slip_number.as_ref())
        .maybe("approval_code", result.approval_code.as_ref())
        .maybe("payment_media", result.payment_media.map(PaymentMedia::number))
        .maybe("brand", result.brand.as_ref())
        .maybe("payment_condition", result.payment_condition.map(PaymentCondition::number))
        .maybe("payment_detail", result.payment_detail.as_ref())
        .maybe("account_last4", result.account_last4.as_ref())
        .maybe("transaction_number", result.transaction_number.as_ref())
        .maybe("amount", result.amount.map(|yen| yen.get()))
        .maybe("settled_amount", result.settled_amount.map(|yen| yen.get()))
        .maybe("balance", result.balance.map(|yen| yen.get()))
        .maybe("training_mode", result.training_mode.map(bit))
        .maybe("terminal_time", result.terminal_time.and_then(time_text))
}

fn decode_result(fields: &Fields<'_>, unit: Unit) -> Result<TerminalResult, BadMessage> {
    Ok(TerminalResult {
        unit,
        payment_id: fields.maybe("payment_id", payment_id)?,
        register_id: fields.maybe("register_id", identity)?,
        sequence_number: fields.maybe("sequence_number", digits)?.map(SequenceNumber),
        transaction_type: fields.maybe("type", transaction_type)?,
        result: fields.must("result", named)?,
        // A phase we do not know proves nothing, as one that is missing.
        phase_reached: fields.loose("phase_reached", named)?,
        ecat: fields.maybe("ecat", digits)?.filter(|&number| number != 0).map(CatError::from_number),
        center_result_code: fields.loose("center_result_code", word)?,
        slip_number: fields.loose("slip_number", word)?,
        approval_code: fields.loose("approval_code", word)?,
        payment_media: fields.loose("payment_media", media)?,
        brand: fields.loose("brand", word)?,
        payment_condition: fields
            .loose("payment_condition", |text| digits(text).and_then(PaymentCondition::from_number))?,
        payment_detail: fields
            .loose("payment_detail", word)?
            .filter(|detail: &PaymentDetail| !looks_like_card_number(detail.as_str())),
        account_last4: fields.loose("account_last4", Last4::reduce)?,
        transaction_number: fields.loose("transaction_number", word)?,
        amount: fields.maybe("amount", yen)?,
        settled_amount: fields.maybe("settled_amount", yen)?,
        balance: fields.loose("balance", yen)?,
        training_mode: fields.maybe("training_mode", flag)?,
        terminal_time: fields.loose("terminal_time", time)?,
    })
}

fn decode_refused(fields: &Fields<'_>, unit: Unit) -> Result<FromTerminal, BadMessage> {
    if let Some(holder) = fields.maybe("holder", short)? {
        return Ok(FromTerminal::HelloRefused { unit, holder });
    }
    Ok(FromTerminal::Refused {
        unit,
        payment_id: fields.maybe("payment_id", payment_id)?,
        reason: fields.must("reason", named)?,
    })
}

fn encode_log(line: &LogLine) -> Writer {
    Writer::new("LOG")
        .unit(&line.unit)
        .field("slip_number", &line.slip_number)
        .field("type", line.transaction_type.number())
        .field("amount", line.amount.get())
        .maybe("terminal_time", time_text(line.terminal_time))
        .field("payment_media", line.payment_media.number())
        .field("result", line.result.word())
}

fn decode_log(fields: &Fields<'_>, unit: Unit) -> Result<LogLine, BadMessage> {
    Ok(LogLine {
        unit,
        slip_number: fields.must("slip_number", word)?,
        transaction_type: fields.must("type", transaction_type)?,
        amount: fields.must("amount", yen)?,
        terminal_time: fields.must("terminal_time", time)?,
        payment_media: fields.must("payment_media", media)?,
        result: fields.must("result", named)?,
    })
}

fn transaction_type(text: &str) -> Option<TransactionType> {
    digits(text).and_then(TransactionType::from_number)
}

fn media(text: &str) -> Option<PaymentMedia> {
    digits(text).and_then(PaymentMedia::from_number)
}

fn short(text: &str) -> Option<String> {
    (!text.is_empty() && text.chars().count() <= MOST_WORD).then(|| mask(text, Reading::Free).into_owned())
}

fn capabilities(text: &str) -> Option<Vec<String>> {
    let masked = mask(text, Reading::Free);
    let words = masked.split(',').filter(|word| !word.is_empty()).map(str::to_owned).collect();
    (text.chars().count() <= MOST_WORD).then_some(words)
}

fn link_bit(link: PosLink) -> u8 {
    match link {
        PosLink::Off => 0,
        PosLink::On => 1,
    }
}

fn link(text: &str) -> Option<PosLink> {
    flag(text).map(|on| if on { PosLink::On } else { PosLink::Off })
}

fn training_number(training: TrainingAbility) -> u8 {
    match training {
        TrainingAbility::Unable => 0,
        TrainingAbility::Able => 1,
        TrainingAbility::Locked => 2,
    }
}

fn training(text: &str) -> Option<TrainingAbility> {
    match text {
        "0" => Some(TrainingAbility::Unable),
        "1" => Some(TrainingAbility::Able),
        "2" => Some(TrainingAbility::Locked),
        _ => None,
    }
}
