//! What is wrong at a port, and the sentence for each: what it is, and what to try.

use catlink_shared::terminal::profile::CatModel;
use catlink_shared::terminal::{CatPort, SerialForm};
use catlink_shared::wire::port_test::{PortCause, PortTrouble};

/// What is wrong, with what the sentence needs to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Cause {
    NoDevice,
    NoPermission,
    HeldByProgram { name: Option<String> },
    NotSerial,
    Noise,
    NoAnswer,
    Busy,
    ConnectRefused,
    Unreachable,
    UnknownHost,
    Closed,
    System,
    WrongModel { found: String },
    Standalone,
    OtherRegister { name: String },
    Simulated,
    TrainingLocked,
    SharedUnasked,
}

/// The trouble as a person is told of it.
pub(super) fn trouble(cause: &Cause, model: CatModel, port: &CatPort) -> PortTrouble {
    PortTrouble { cause: word(cause), message: sentence(cause, model, port) }
}

fn word(cause: &Cause) -> PortCause {
    match cause {
        Cause::NoDevice => PortCause::NoDevice,
        Cause::NoPermission => PortCause::NoPermission,
        Cause::HeldByProgram { .. } => PortCause::HeldByProgram,
        Cause::NotSerial => PortCause::NotSerial,
        Cause::Noise => PortCause::Noise,
        Cause::NoAnswer => PortCause::NoAnswer,
        Cause::Busy => PortCause::Busy,
        Cause::ConnectRefused => PortCause::ConnectRefused,
        Cause::Unreachable => PortCause::Unreachable,
        Cause::UnknownHost => PortCause::UnknownHost,
        Cause::Closed => PortCause::Closed,
        Cause::System => PortCause::System,
        Cause::WrongModel { .. } => PortCause::WrongModel,
        Cause::Standalone => PortCause::Standalone,
        Cause::OtherRegister { .. } => PortCause::OtherRegister,
        Cause::Simulated => PortCause::Simulated,
        Cause::TrainingLocked => PortCause::TrainingLocked,
        Cause::SharedUnasked => PortCause::SharedUnasked,
    }
}

fn sentence(cause: &Cause, model: CatModel, port: &CatPort) -> String {
    let (place, name) = (shown(port), model.profile().name);
    match cause {
        Cause::NoDevice => format!(
            "{place}が見つかりません。USBケーブルを差し直し、F5 で見つかったポートから選んでください。"
        ),
        Cause::NoPermission => no_permission(&place, port),
        Cause::HeldByProgram { name: Some(program) } => format!(
            "{place}はほかのプログラム({program})が使用中です。そのプログラムを終了してから、もう一度お試しください。"
        ),
        Cause::HeldByProgram { name: None } => format!(
            "{place}はほかのプログラムが使用中です。そのプログラムを終了してから、もう一度お試しください。"
        ),
        Cause::NotSerial => {
            format!("{place}はシリアルポートではありません。F5 で見つかったポートから選んでください。")
        }
        Cause::Noise => noise(&place, name, port),
        Cause::NoAnswer => no_answer(&place, name, port),
        Cause::Busy => format!(
            "{name}は応答していますが、取引中または操作中です。端末を待受画面に戻してから、もう一度お試しください。"
        ),
        Cause::ConnectRefused => format!(
            "{place}に接続を拒否されました。端末のPOS連動の設定がLANか、IPアドレスとポート番号が端末の表示と同じか確認してください。"
        ),
        Cause::Unreachable => format!(
            "{place}に届きません。端末の電源とLANケーブル、IPアドレスを確認し、このパソコンと同じネットワークにあるか確認してください。"
        ),
        Cause::UnknownHost => format!(
            "{place}という名前の機器は見つかりません。名前の綴りを確認するか、端末に表示されるIPアドレスを入力してください。"
        ),
        Cause::Closed => format!(
            "{place}につながりましたが、すぐに切断されました。IPアドレスとポート番号がほかの機器のものでないか確認し、端末を再起動してください。"
        ),
        Cause::System => format!(
            "{place}を開けません。ケーブルを差し直し、それでも開けないときはパソコンを再起動してください。"
        ),
        Cause::WrongModel { found } => format!(
            "{place}につながっているのは{found}です。設定は{name}になっています。連携機種名を{found}に変えるか、{name}のポートを選んでください。"
        ),
        Cause::Standalone => format!("{}端末をPOS連動に戻してください。", model.profile().words.standalone),
        Cause::OtherRegister { name: register } => format!(
            "この端末は、ほかのレジ({register})が使用中です。そのレジの会計が終わってから試すか、そのレジの端末マスタから外してください。2台で使うときは両方のレジで 共用 1 にします。"
        ),
        Cause::Simulated => "仮想端末です。デモ以外では使えません。実際の端末をつないでください。".to_owned(),
        Cause::TrainingLocked => {
            "端末が練習モードに固定されているため、販売では使えません。端末を通常モードに戻してください。"
                .to_owned()
        }
        Cause::SharedUnasked => format!(
            "この端末({name})は決済の結果を後から照会できないため、ほかのレジと共用できません。共用 を 0:しない にしてこのレジだけで使うか、照会できる端末につなぎ替えてください。共用 1 のままでは、この端末での会計を始められません。"
        ),
    }
}

fn no_permission(place: &str, port: &CatPort) -> String {
    match port {
        CatPort::Serial { .. } => format!(
            "{place}を使う権限がありません。catlinkを動かす利用者を dialout グループに加え(sudo usermod -aG dialout 利用者名)、ログインし直してください。"
        ),
        CatPort::Tcp { .. } => format!(
            "{place}への接続がこのパソコンで禁止されています。ファイアウォールの設定を確認してください。"
        ),
    }
}

fn noise(place: &str, name: &str, port: &CatPort) -> String {
    match port {
        CatPort::Serial { form, .. } => format!(
            "{place}から読み取れない信号が届きます。通信速度・パリティ・ストップビット(今は {})を端末の設定に合わせてください。合っているときは、つながっている機器が{name}か確認してください。",
            form_text(*form)
        ),
        CatPort::Tcp { .. } => format!(
            "{place}から読み取れない応答が届きます。{name}ではない機器のアドレスか、ポート番号が違います。端末に表示されるIPアドレスとポート番号を入力してください。"
        ),
    }
}

fn no_answer(place: &str, name: &str, port: &CatPort) -> String {
    match port {
        CatPort::Serial { .. } => format!(
            "{place}は開けましたが、何も応答がありません。{name}の電源とケーブルを確認し、別のポートでないか、通信速度が合っているか確認してください。"
        ),
        CatPort::Tcp { .. } => format!(
            "{place}に接続できましたが、{name}としての応答がありません。ポート番号を確認し、端末を待受画面に戻してください。"
        ),
    }
}

/// `9600bps 8N1`, as makers' manuals write it.
fn form_text(form: SerialForm) -> String {
    use catlink_shared::terminal::{Parity, StopBits};
    let parity = match form.parity {
        Parity::None => 'N',
        Parity::Even => 'E',
        Parity::Odd => 'O',
    };
    let stop = match form.stop_bits {
        StopBits::One => 1,
        StopBits::Two => 2,
    };
    format!("{}bps 8{parity}{stop}", form.baud)
}

fn shown(port: &CatPort) -> String {
    match port {
        CatPort::Serial { path, .. } => format!("ポート {path} "),
        CatPort::Tcp { address } => format!("{address} "),
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use super::*;

    fn every() -> Vec<Cause> {
        vec![
            Cause::NoDevice,
            Cause::NoPermission,
            Cause::HeldByProgram { name: Some("minicom".to_owned()) },
            Cause::HeldByProgram { name: None },
            Cause::NotSerial,
            Cause::Noise,
            Cause::NoAnswer,
            Cause::Busy,
            Cause::ConnectRefused,
            Cause::Unreachable,
            Cause::UnknownHost,
            Cause::Closed,
            Cause::System,
            Cause::WrongModel { found: "J-Mups".to_owned() },
            Cause::Standalone,
            Cause::OtherRegister { name: "02".to_owned() },
            Cause::Simulated,
            Cause::TrainingLocked,
            Cause::SharedUnasked,
        ]
    }

    #[test]
    fn every_cause_says_what_is_wrong_and_what_to_try() {
        let serial = CatPort::Serial { path: "/dev/ttyUSB0".to_owned(), form: SerialForm::default() };
        let lan = CatPort::Tcp { address: "192.168.0.20:9100".to_owned() };
        let mut table = String::new();
        for port in [serial, lan] {
            for cause in every() {
                let trouble = trouble(&cause, CatModel::JtC60, &port);
                writeln!(table, "{cause:?}: {}", trouble.message).expect("a string");
                assert!(trouble.message.ends_with('。') && trouble.message.matches('。').count() >= 2);
            }
        }
        insta::assert_snapshot!(table);
    }
}
