//! Which business day is on, and how it stands.

use catlink_shared::ids::UnixMs;
use catlink_shared::money::Yen;
use catlink_shared::wire::day::{DayView, Standing};
use catlink_shared::wire::reply::RefusalCode;
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use crate::books::{BooksError, refuse, requests, training};
use crate::clock;

/// The business day that is on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Now {
    /// `YYYY-MM-DD`
    pub day: String,
    /// How it stands.
    pub state: State,
}

/// How a business day stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Nothing was booked in it yet.
    NotOpened,
    /// Open since then, with so much 釣銭準備金.
    Open(UnixMs, Option<Yen>),
    /// 精算済 since then.
    Closed(UnixMs),
}

impl Now {
    /// Refuses what is asked for in a closed day.
    ///
    /// # Errors
    /// [`RefusalCode::DayClosed`]
    pub fn must_not_be_closed(&self) -> Result<(), BooksError> {
        match self.state {
            State::NotOpened | State::Open(..) => Ok(()),
            State::Closed(_) => Err(refuse(
                RefusalCode::DayClosed,
                "本日は精算済みです。端末開設をしてから、もう一度操作してください(業務メニュー → 日次業務 → 端末開設)。",
            )),
        }
    }

    /// The day of what cannot be refused any more.
    #[must_use]
    pub fn takes_what_is_done(self) -> String {
        match self.state {
            State::NotOpened | State::Open(..) => self.day,
            State::Closed(_) => clock::day_after(&self.day).unwrap_or(self.day),
        }
    }

    /// Whether this very day is on, and takes slips.
    #[must_use]
    pub fn is_still(&self, day: &str) -> bool {
        match self.state {
            State::NotOpened | State::Open(..) => self.day == day,
            State::Closed(_) => false,
        }
    }

    /// The day that 端末開設 opens. One that opened by itself still gets its 釣銭準備金.
    #[must_use]
    pub fn opens(&self) -> Option<String> {
        match self.state {
            State::NotOpened | State::Open(_, None) => Some(self.day.clone()),
            State::Open(_, Some(_)) => None,
            State::Closed(_) => clock::day_after(&self.day),
        }
    }
}

/// The day that is on: the newest that was opened, or the day by the clock where that is later. A clock set back moves
/// nothing back.
///
/// # Errors
/// The database.
pub fn now(connection: &Connection, now: UnixMs, cutoff_hour: u8) -> Result<Now, BooksError> {
    let by_clock = clock::business_date(now, cutoff_hour);
    Ok(match newest(connection)? {
        Some(newest) if newest.day >= by_clock => newest,
        Some(_) | None => Now { day: by_clock, state: State::NotOpened },
    })
}

fn newest(connection: &Connection) -> Result<Option<Now>, BooksError> {
    let read = |row: &rusqlite::Row<'_>| {
        let closed_at: Option<i64> = row.get(3)?;
        let float: Option<i64> = row.get(2)?;
        let state = match closed_at {
            Some(at) => State::Closed(UnixMs(at)),
            None => State::Open(UnixMs(row.get(1)?), float.map(Yen::new)),
        };
        Ok(Now { day: row.get(0)?, state })
    };
    Ok(connection
        .prepare_cached(
            "SELECT d.business_day, d.opened_at, d.float_amount, c.at
             FROM register_day d LEFT JOIN closing c USING (closing) ORDER BY d.business_day DESC LIMIT 1",
        )?
        .query_row([], read)
        .optional()?)
}

/// The days that are not closed yet, oldest first.
///
/// # Errors
/// The database.
pub fn unclosed(connection: &Connection) -> Result<Vec<String>, BooksError> {
    let mut statement = connection.prepare_cached(
        "SELECT business_day FROM register_day WHERE closing IS NULL ORDER BY business_day",
    )?;
    let days = statement.query_map([], |row| row.get(0))?;
    Ok(days.collect::<Result<_, _>>()?)
}

/// Something is booked in a day: it opens by itself where it was not.
///
/// # Errors
/// The database.
pub fn enter(tx: &Transaction<'_>, day: String, at: UnixMs) -> Result<String, BooksError> {
    if tx.prepare_cached("SELECT 1 FROM register_day WHERE business_day = ?1")?.exists([&day])? {
        return Ok(day);
    }
    tx.execute("INSERT INTO register_day (business_day, opened_at) VALUES (?1, ?2)", params![day, at.0])?;
    // What ends with a day ends.
    requests::forget_old(tx, at)?;
    training::end_with_the_day(tx, &day, at)?;
    Ok(day)
}

/// For every screen.
///
/// # Errors
/// The database.
pub fn view(connection: &Connection, at: UnixMs, cutoff_hour: u8) -> Result<DayView, BooksError> {
    let today = now(connection, at, cutoff_hour)?;
    let mut earlier = unclosed(connection)?;
    earlier.retain(|day| *day != today.day);
    Ok(DayView {
        standing: match today.state {
            State::NotOpened => Standing::NotOpened,
            State::Open(since, float) => Standing::Open { since: clock::short_text(since), float },
            State::Closed(at) => Standing::Closed { at: clock::short_text(at) },
        },
        opens: today.opens(),
        earlier,
    })
}
