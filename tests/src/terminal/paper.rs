//! Slips: what the terminal prints, and what people do on it by hand.

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::Terminal;

/// A 売上票 as a person reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    /// 伝票番号
    pub slip_number: String,
    /// 金額, figures only.
    pub amount: String,
    /// 時刻: `10:05`
    pub time: String,
    /// 承認番号
    pub approval_code: String,
}

impl Paper {
    fn read(slip: &Value) -> Result<Self> {
        let value = |label: &str| {
            let lines = slip["lines"].as_array().into_iter().flatten();
            let line = lines.into_iter().find(|line| line[0] == label).and_then(|line| line[1].as_str());
            line.map(str::to_owned).with_context(|| format!("{label} on {slip}"))
        };
        // `2026/11/23 10:05:07`
        let printed_at = value("日時")?;
        let time = printed_at.split(' ').nth(1).and_then(|time| time.get(..5)).context("the time of day")?;
        Ok(Self {
            slip_number: slip["slip_number"].as_str().context("its number")?.to_owned(),
            amount: value("金額")?.chars().filter(char::is_ascii_digit).collect(),
            time: time.to_owned(),
            approval_code: value("承認番号")?,
        })
    }
}

impl Terminal {
    /// Its newest slip.
    ///
    /// # Errors
    /// There is none.
    pub fn newest_slip(&self) -> Result<String> {
        let look = self.look()?;
        let slip = look["terminal"]["newest_slip"].as_str().map(str::to_owned);
        slip.context("the terminal has not printed a slip")
    }

    /// The newest 売上票 on its paper.
    ///
    /// # Errors
    /// It has printed none.
    pub fn paper(&self) -> Result<Paper> {
        let look = self.look()?;
        let slips = look["terminal"]["slips"].as_array().cloned().unwrap_or_default();
        let slip = slips.into_iter().rev().find(|slip| slip["title"] == "売上票");
        Paper::read(&slip.context("the terminal has not printed a 売上票")?)
    }

    /// Waits until it is idle and its newest slip is another one than before: the customer has paid, whoever knows.
    ///
    /// # Errors
    /// It never was.
    pub fn wait_for_paper(&self, before: Option<&Paper>) -> Result<Paper> {
        let before = before.map(|paper| paper.slip_number.as_str());
        self.wait_for("the slip", |look| {
            let newest = look["terminal"]["newest_slip"].as_str();
            look["terminal"]["activity"] == "idle" && newest.is_some() && newest != before
        })?;
        self.paper()
    }

    /// Takes a payment by hand: POS接続 off, 売上, POS接続 on again. Its slip number.
    ///
    /// # Errors
    /// The terminal does not let it.
    pub fn sell_by_hand(&self, amount: i64, payment: u16, card: &str) -> Result<String> {
        let before = self.look()?["terminal"]["newest_slip"].clone();
        self.act(&json!({"act": "pos_link", "on": false}))?;
        self.act(&json!({"act": "hand_sale", "amount": amount, "payment": payment}))?;
        self.touch(card)?;
        self.wait_for("the slip of the hand sale", |look| {
            look["terminal"]["newest_slip"] != before && look["terminal"]["activity"] == "standalone"
        })?;
        self.act(&json!({"act": "pos_link", "on": true}))?;
        self.newest_slip()
    }

    /// Voids a sale by hand: POS接続 off, 取消, POS接続 on again. The slip number of the 取消.
    ///
    /// # Errors
    /// The terminal does not let it.
    pub fn void_by_hand(&self, slip_number: &str) -> Result<String> {
        self.act(&json!({"act": "pos_link", "on": false}))?;
        self.act(&json!({"act": "hand_void", "slip_number": slip_number}))?;
        self.wait_for("the slip of the void", |look| {
            look["terminal"]["newest_slip"] != slip_number && look["terminal"]["activity"] == "standalone"
        })?;
        self.act(&json!({"act": "pos_link", "on": true}))?;
        self.newest_slip()
    }
}
