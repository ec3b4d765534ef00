//! What the POS says, to bytes and back.

use catlink_shared::card::CardCategoryCode;
use catlink_shared::ids::SequenceNumber;
use catlink_shared::terminal::SalesRequest;

use super::fields::{Fields, Writer, bit, digits, flag, time, time_text, word, yen};
use super::{BadMessage, FromPos};

/// 中間計. The other kind, settlement (日計), closes the terminal's day: there is no way to say it.
const REPORTING: &str = "reporting";
/// Longest time a terminal may be asked to wait, seconds (ours: an hour).
const MOST_TIMEOUT_S: u32 = 3600;

pub(super) fn encode(message: &FromPos) -> Vec<u8> {
    match message {
        FromPos::Hello { version, register_id } => {
            Writer::new("HELLO").field("version", version).field("register_id", register_id)
        }
        FromPos::Ping => Writer::new("PING"),
        FromPos::Sales(sales) => encode_sales(sales),
        FromPos::Cancel { payment_id } => Writer::new("CANCEL").field("payment_id", payment_id),
        FromPos::Query { payment_id } => Writer::new("QUERY").field("payment_id", payment_id),
        FromPos::Last => Writer::new("LAST"),
        FromPos::DailyLog { from, to } => Writer::new("DAILYLOG")
            .field("kind", REPORTING)
            .maybe("from", from.and_then(time_text))
            .maybe("to", to.and_then(time_text)),
    }
    .bytes()
}

pub(super) fn decode(bytes: &[u8]) -> Result<FromPos, BadMessage> {
    let fields = Fields::read(bytes)?;
    Ok(match fields.kind {
        "HELLO" => FromPos::Hello {
            version: fields.must("version", digits)?,
            register_id: fields.must("register_id", word)?,
        },
        "PING" => FromPos::Ping,
        "SALES" => FromPos::Sales(decode_sales(&fields)?),
        "CANCEL" => FromPos::Cancel { payment_id: fields.payment_id()? },
        "QUERY" => FromPos::Query { payment_id: fields.payment_id()? },
        "LAST" => FromPos::Last,
        "DAILYLOG" => {
            fields.must("kind", |text| (text == REPORTING).then_some(()))?;
            FromPos::DailyLog { from: fields.maybe("from", time)?, to: fields.maybe("to", time)? }
        }
        _ => return Err(BadMessage::UnknownType),
    })
}

fn encode_sales(sales: &SalesRequest) -> Writer {
    Writer::new("SALES")
        .field("payment_id", sales.payment_id)
        .field("register_id", &sales.register_id)
        .unit(&sales.unit)
        .field("sequence_number", sales.sequence_number)
        .field("amount", sales.amount.get())
        .field("tax_others", 0)
        .field("payment", sales.payment)
        .field("training_mode", bit(sales.training_mode))
        .field("timeout_s", sales.timeout_s)
}

fn decode_sales(fields: &Fields<'_>) -> Result<SalesRequest, BadMessage> {
    // `amount` is the whole sum. A terminal that adds the two would charge the tax twice.
    fields.must("tax_others", |text| (text == "0").then_some(()))?;
    Ok(SalesRequest {
        payment_id: fields.payment_id()?,
        register_id: fields.must("register_id", word)?,
        unit: fields.unit()?,
        sequence_number: SequenceNumber(fields.must("sequence_number", digits)?),
        amount: fields.must("amount", yen)?,
        payment: CardCategoryCode(fields.must("payment", digits)?),
        training_mode: fields.must("training_mode", flag)?,
        timeout_s: fields.must("timeout_s", |text| digits(text).filter(|&s| s <= MOST_TIMEOUT_S))?,
    })
}
