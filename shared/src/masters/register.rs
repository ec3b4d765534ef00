//! 端末マスタ: one row per register (the 端末 of 端末マスタ is the register, not the CAT; product §3).

use serde::{Deserialize, Serialize};

use super::company::{MODELS, model};
use super::rule::{NO_YES, Rule, Takes};
use super::{Fault, Values};
use crate::basket::CounterMode;
use crate::card::CatDeviceId;
use crate::receipt::paper::{PaperWidth, Printing};
use crate::terminal::profile::CatModel;
use crate::terminal::{CatPort, Parity, SerialForm, StopBits};
use crate::wire::reply::OperatorEntry;

/// CAT連動
const LINK_MODES: &[(&str, &str)] = &[("0", "連動しない"), ("1", "連動する"), ("9", "テストモード")];
/// Where a terminal hangs.
const LINES: &[(&str, &str)] = &[("0", "なし"), ("1", "シリアル"), ("2", "LAN")];
/// Speeds a serial line can have.
const SPEEDS: &[(&str, &str)] = &[
    ("1200", "bps"),
    ("2400", "bps"),
    ("4800", "bps"),
    ("9600", "bps"),
    ("19200", "bps"),
    ("38400", "bps"),
    ("57600", "bps"),
    ("115200", "bps"),
];
const PARITIES: &[(&str, &str)] = &[("0", "なし"), ("1", "偶数"), ("2", "奇数")];
const STOP_BITS: &[(&str, &str)] = &[("1", "1ビット"), ("2", "2ビット")];
const DATA_BITS: &[(&str, &str)] = &[("7", "7ビット"), ("8", "8ビット")];
const MODES: &[(&str, &str)] = &[("0", "通常"), ("1", "練習モード")];
const PAPERS: &[(&str, &str)] = &[("58", "58mm"), ("80", "80mm")];

/// The first tab.
pub const BASE: &str = "店舗制御設定(販売)";
/// The terminals' tabs.
pub const CAT1: &str = "CAT1";
/// The second terminal's.
pub const CAT2: &str = "CAT2";
/// What is printed.
pub const SLIP: &str = "伝票";

/// Lines of header and footer.
pub const TEXT_LINES: usize = 3;

const PATH_HINT: &str =
    "シリアルは COM3 や /dev/ttyUSB0、LANは 192.168.0.20:9100 の形です。F5 で見つかったポートから選べます。";
const SHARED_HINT: &str = "ほかのレジと同じ端末を使うとき 1。LANでつないだJT-C60だけです。";

const fn line(key: &'static str, label: &'static str, takes: Takes, tab: &'static str) -> Rule {
    Rule::new(key, label, takes).on(tab)
}

/// Its fields.
pub const RULES: &[Rule] = &[
    line("code", "端末コード", Takes::Code(12), BASE).needed().listed(),
    line("name", "名称", Takes::Text(20), BASE).listed(),
    line("link_mode", "CAT連動", Takes::Choice(LINK_MODES), BASE).needed().preset("0").listed(),
    line("mode", "店頭操作モード", Takes::Choice(MODES), BASE).needed().preset("0").listed(),
    line("reason", "練習モードの理由", Takes::Text(40), BASE)
        .hint("練習モードにするとき必要です。練習モードは営業日の終わりに自動で終わります。"),
    line("operator_entry", "担当者入力", Takes::Choice(NO_YES), BASE).needed().preset("1").listed(),
    line("cat1_line", "CAT1 接続", Takes::Choice(LINES), CAT1).needed().preset("0"),
    line("cat1_model", "CAT1 連携機種名", Takes::Choice(MODELS), CAT1).needed().preset("0"),
    line("cat1_port", "CAT1ポート番号", Takes::Code(120), CAT1).hint(PATH_HINT),
    line("cat1_speed", "通信速度", Takes::Choice(SPEEDS), CAT1).needed().preset("9600"),
    line("cat1_parity", "パリティ", Takes::Choice(PARITIES), CAT1).needed().preset("0"),
    line("cat1_data", "データビット", Takes::Choice(DATA_BITS), CAT1)
        .needed()
        .preset("8")
        .hint("8ビットだけです。"),
    line("cat1_stop", "ストップビット", Takes::Choice(STOP_BITS), CAT1).needed().preset("1"),
    line("cat1_shared", "共用", Takes::Choice(NO_YES), CAT1).needed().preset("0").hint(SHARED_HINT),
    line("cat2_line", "CAT2 接続", Takes::Choice(LINES), CAT2).needed().preset("0"),
    line("cat2_model", "CAT2 連携機種名", Takes::Choice(MODELS), CAT2).needed().preset("0"),
    line("cat2_port", "CAT2ポート番号", Takes::Code(120), CAT2).hint(PATH_HINT),
    line("cat2_speed", "通信速度", Takes::Choice(SPEEDS), CAT2).needed().preset("9600"),
    line("cat2_parity", "パリティ", Takes::Choice(PARITIES), CAT2).needed().preset("0"),
    line("cat2_data", "データビット", Takes::Choice(DATA_BITS), CAT2)
        .needed()
        .preset("8")
        .hint("8ビットだけです。"),
    line("cat2_stop", "ストップビット", Takes::Choice(STOP_BITS), CAT2).needed().preset("1"),
    line("cat2_shared", "共用", Takes::Choice(NO_YES), CAT2).needed().preset("0").hint(SHARED_HINT),
    line("header1", "ヘッダー 1行目", Takes::Text(32), SLIP),
    line("header2", "ヘッダー 2行目", Takes::Text(32), SLIP),
    line("header3", "ヘッダー 3行目", Takes::Text(32), SLIP),
    line("footer1", "フッター 1行目", Takes::Text(32), SLIP).preset("お買い上げありがとうございます。"),
    line("footer2", "フッター 2行目", Takes::Text(32), SLIP),
    line("footer3", "フッター 3行目", Takes::Text(32), SLIP),
    line("printing", "伝票の印刷", Takes::Choice(NO_YES), SLIP)
        .needed()
        .preset("1")
        .hint("1 は会計のたびに印刷、0 は F10印刷 のときだけです。"),
    line("paper", "用紙幅", Takes::Choice(PAPERS), SLIP).needed().preset("80"),
];

/// CAT連動
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CatLinkMode {
    /// 0:連動しない
    Unlinked,
    /// 1:連動する
    Linked,
}

/// A terminal's place on a register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PortRow {
    /// Which terminal.
    pub device: CatDeviceId,
    /// Which model.
    pub model: CatModel,
    /// Where.
    pub port: CatPort,
    /// Whose.
    pub sharing: Sharing,
}

/// Whether another register uses the terminal, too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sharing {
    /// It is this register's alone.
    Alone,
    /// 共用: its link is taken for each payment and given back. LAN and a keyed terminal only.
    Shared,
}

/// What is printed for a sale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlipSettings {
    /// Above the shop's name.
    pub header: Vec<String>,
    /// Below everything.
    pub footer: Vec<String>,
    /// 伝票の印刷
    pub printing: Printing,
    /// 用紙幅
    pub paper: PaperWidth,
}

/// A register as it is set up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisterSettings {
    /// 端末コード
    pub code: String,
    /// CAT連動
    pub link_mode: CatLinkMode,
    /// Its terminals, CAT1 first.
    pub ports: Vec<PortRow>,
    /// 店頭操作モード
    pub mode: CounterMode,
    /// 担当者入力
    pub operator_entry: OperatorEntry,
    /// 伝票
    pub slip: SlipSettings,
}

/// The typed row.
///
/// # Errors
/// The row was not judged by [`super::check::row`], or by another version.
pub fn read(values: &Values) -> Result<RegisterSettings, Fault> {
    let ports = [CatDeviceId::Cat1, CatDeviceId::Cat2]
        .into_iter()
        .filter_map(|device| port(values, device).transpose())
        .collect::<Result<_, _>>()?;
    Ok(RegisterSettings {
        code: values.get("code").to_owned(),
        link_mode: if values.get("link_mode") == "1" { CatLinkMode::Linked } else { CatLinkMode::Unlinked },
        ports,
        mode: if values.get("mode") == "1" { CounterMode::Training } else { CounterMode::Live },
        operator_entry: if values.get("operator_entry") == "1" {
            OperatorEntry::On
        } else {
            OperatorEntry::Off
        },
        slip: SlipSettings {
            header: values.lines("header", TEXT_LINES),
            footer: values.lines("footer", TEXT_LINES),
            printing: if values.get("printing") == "0" { Printing::ByKey } else { Printing::ByItself },
            paper: PaperWidth::from_millimetres(values.get("paper")),
        },
    })
}

/// The key of a terminal's field.
#[must_use]
pub fn key_of(device: CatDeviceId, what: &str) -> String {
    let stem = match device {
        CatDeviceId::Cat1 => "cat1",
        CatDeviceId::Cat2 => "cat2",
    };
    format!("{stem}_{what}")
}

/// A terminal of the register; none where nothing is connected.
///
/// # Errors
/// Names the field that keeps it from being one.
pub fn port(values: &Values, device: CatDeviceId) -> Result<Option<PortRow>, Fault> {
    let key = |what: &str| key_of(device, what);
    let of = |what: &str| values.get(&key(what));
    let port = match of("line") {
        "1" => CatPort::Serial { path: serial_path(of("port"), &key("port"))?, form: form(of)? },
        "2" => CatPort::Tcp { address: address(of("port"), &key("port"))? },
        _ => return Ok(None),
    };
    let model = model(of("model")).ok_or_else(|| {
        Fault::new(&key("model"), format!("{}につなぐ端末の連携機種名を選んでください。", device.label()))
    })?;
    if of("data") == "7" {
        return Err(Fault::new(
            &key("data"),
            "データビットは 8 だけです。8:8ビット を選び、端末も8ビットに設定してください。",
        ));
    }
    let sharing = if of("shared") == "1" { Sharing::Shared } else { Sharing::Alone };
    Ok(Some(PortRow { device, model, port, sharing }))
}

fn serial_path(text: &str, key: &str) -> Result<String, Fault> {
    if text.is_empty() {
        return Err(Fault::new(
            key,
            "シリアルポートを入力するか、F5 で選んでください(例 COM3、/dev/ttyUSB0)。",
        ));
    }
    // A number alone is a Windows port, as the makers' manuals write it.
    Ok(if text.bytes().all(|b| b.is_ascii_digit()) { format!("COM{text}") } else { text.to_owned() })
}

fn address(text: &str, key: &str) -> Result<String, Fault> {
    let fits = text
        .rsplit_once(':')
        .is_some_and(|(host, port)| !host.is_empty() && port.parse::<u16>().is_ok_and(|port| port > 0));
    if fits {
        return Ok(text.to_owned());
    }
    Err(Fault::new(key, "端末のIPアドレスとポート番号を入力してください(例 192.168.0.20:9100)。"))
}

fn form<'a>(of: impl Fn(&str) -> &'a str) -> Result<SerialForm, Fault> {
    Ok(SerialForm {
        baud: of("speed").parse().map_err(|_| Fault::new("cat1_speed", "通信速度を選んでください。"))?,
        parity: match of("parity") {
            "1" => Parity::Even,
            "2" => Parity::Odd,
            _ => Parity::None,
        },
        stop_bits: if of("stop") == "2" { StopBits::Two } else { StopBits::One },
    })
}

/// Writes a terminal into a register's row.
pub fn put_port(values: &mut Values, row: &PortRow) {
    let mut set = |what: &str, text: &str| values.set(&key_of(row.device, what), text);
    set("model", super::company::model_number(Some(row.model)));
    set(
        "shared",
        match row.sharing {
            Sharing::Alone => "0",
            Sharing::Shared => "1",
        },
    );
    match &row.port {
        CatPort::Tcp { address } => {
            set("line", "2");
            set("port", address);
        }
        CatPort::Serial { path, form } => {
            set("line", "1");
            set("port", path);
            set("speed", &form.baud.to_string());
            set(
                "parity",
                match form.parity {
                    Parity::None => "0",
                    Parity::Even => "1",
                    Parity::Odd => "2",
                },
            );
            set(
                "stop",
                match form.stop_bits {
                    StopBits::One => "1",
                    StopBits::Two => "2",
                },
            );
        }
    }
}
