//! Each cause in words, for a clerk: a sentence, and what to do about it step by step.

use super::place::Place;
use super::{Before, Cause, Permission};
use crate::checkout::Checkout;
use crate::checkout::screen::Screen;

/// What a clerk is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Why.
    pub cause: Cause,
    /// In a sentence, with what becomes of what is on the page.
    pub sentence: String,
    /// What to do, in order.
    pub steps: Vec<String>,
}

/// Whom a clerk calls.
const CALL: &str = "解決しないときは、店舗のシステム担当者に連絡してください。";

impl Checkout {
    /// Why the page cannot work now, what becomes of what is on it, and what to do; nothing while the agent is there.
    #[must_use]
    pub fn away(&self) -> Option<Told> {
        let cause = self.cause()?;
        let sentence = format!("{}{}", self.sentence(cause), self.kept());
        Some(Told { cause, sentence, steps: self.steps(cause) })
    }

    /// What becomes of what is on the page.
    fn kept(&self) -> &'static str {
        if matches!(self.work(), Screen::Linking(_)) {
            "決済の結果は、接続後に表示します。"
        } else if self.is_busy() {
            "操作の結果は、接続後に表示します。"
        } else if self.own_sale().is_some() {
            "会計の内容は保持しています。"
        } else {
            ""
        }
    }

    fn sentence(&self, cause: Cause) -> String {
        let refused =
            self.reach.turned_away.as_ref().map(|refusal| refusal.message.as_str()).unwrap_or_default();
        match cause {
            Cause::Connecting => "レジシステムに接続していません。再接続しています…".to_owned(),
            Cause::Absent => "レジシステムに接続していません。catlink が起動していないようです。".to_owned(),
            Cause::PermissionPrompt => {
                "ブラウザの許可を待っています。このページからレジシステムへの接続を許可してください。"
                    .to_owned()
            }
            Cause::PermissionDenied => {
                "ブラウザの設定で、このページからレジシステムへの接続が拒否されています。".to_owned()
            }
            Cause::NotPaired => match self.reach.before {
                Before::NeverPaired => "このページは、このレジに登録されていません。".to_owned(),
                Before::WasPaired => {
                    "このページの登録は、レジシステムの画面で削除されました。使うには、もう一度登録してください。".to_owned()
                }
            },
            Cause::StaleCookie => {
                "レジシステムは起動していますが、この画面からは接続できません。再読み込みが必要です。"
                    .to_owned()
            }
            Cause::PageTooOld => {
                "レジシステムが新しくなりました。この画面は古い版のため使えません。".to_owned()
            }
            Cause::AgentTooOld => {
                "この画面の版が新しいため、このコンピュータのレジシステムでは使えません。".to_owned()
            }
            Cause::MadeRoom => "開いている画面が多すぎるため、この画面の接続が切れました。".to_owned(),
            Cause::Misplaced => match &self.reach.place {
                Place::Misplaced { agent } => {
                    format!("このページの設定(catlink-agent「{agent}」)が正しくないため、接続できません。")
                }
                Place::Served | Place::Hosted { .. } => String::new(),
            },
            Cause::Refused => format!("{refused}自動で接続し直しています…"),
            Cause::RefusedForGood => refused.to_owned(),
        }
    }

    fn steps(&self, cause: Cause) -> Vec<String> {
        let steps: Vec<String> = match cause {
            Cause::Connecting | Cause::Refused | Cause::RefusedForGood => Vec::new(),
            Cause::Absent => {
                let browser = matches!(self.reach.place, Place::Hosted { .. })
                    && self.reach.permission == Permission::Unsupported;
                let other = browser.then(|| {
                    "Chrome または Edge 以外のブラウザでは、接続できないことがあります。".to_owned()
                });
                let steps = [
                    "このコンピュータで catlink を起動してください(デスクトップのアイコン、またはスタートメニュー)。",
                    "起動すると、この画面は自動でつながります。操作は要りません。",
                ];
                steps.map(str::to_owned).into_iter().chain(other).chain([CALL.to_owned()]).collect()
            }
            Cause::PermissionPrompt => vec![
                "画面の左上に出る確認(「このデバイス上の他のアプリやサービス」または「ローカル ネットワーク上のデバイス」へのアクセス)で「許可」を押してください。".to_owned(),
                "確認が出ていないときは、アドレスバーの左のアイコン →「サイトの設定」で「デバイス上のアプリ」または「ローカル ネットワーク」を「許可」にし、再読み込み(Ctrl+R)してください。".to_owned(),
                self.policy(),
            ],
            Cause::PermissionDenied => vec![
                "アドレスバーの左のアイコン →「サイトの設定」を開いてください。".to_owned(),
                "「デバイス上のアプリ」または「ローカル ネットワーク」を「許可」に変えてください。".to_owned(),
                "この画面を再読み込み(Ctrl+R)してください。".to_owned(),
                self.policy(),
            ],
            Cause::NotPaired => self.steps_to_pair(),
            Cause::StaleCookie => {
                vec!["この画面を再読み込み(Ctrl+R)してください。".to_owned(), CALL.to_owned()]
            }
            Cause::PageTooOld | Cause::AgentTooOld => self.steps_to_one_version(cause),
            Cause::MadeRoom => vec![
                "使っていないタブやウィンドウを閉じてください。".to_owned(),
                "この画面は、しばらくすると自動でつながります。すぐに使うときは再読み込み(Ctrl+R)してください。".to_owned(),
            ],
            Cause::Misplaced => vec![
                "このページの提供元に、この画面の表示を伝えてください。".to_owned(),
                "(提供元の方へ)catlink-agent に指定できるのは、127.0.0.1・localhost・[::1] とポート番号だけです。".to_owned(),
            ],
        };
        steps
    }

    /// How an administrator spares everybody the question.
    fn policy(&self) -> String {
        let origin = self.own_origin();
        format!(
            "(管理者の方へ)ブラウザのポリシー LoopbackNetworkAllowedForUrls(以前の版は LocalNetworkAccessAllowedForUrls)に {origin} を登録すると、確認は出ません。"
        )
    }

    fn steps_to_pair(&self) -> Vec<String> {
        let page = self.reach.place.agents_page().unwrap_or_default();
        let origin = self.own_origin();
        vec![
            format!("このコンピュータのブラウザで、別のタブに {page} を開いてください。"),
            "業務メニューの「店舗設定」→「外部ページの接続」を開いてください。".to_owned(),
            format!("F2 追加 で {origin} を入力し、F12 発行 を押してください(責任者の承認が必要です)。"),
            "表示された8桁のコードを、下に入力して F12 登録 を押してください。".to_owned(),
        ]
    }

    fn steps_to_one_version(&self, cause: Cause) -> Vec<String> {
        let reload = "この画面を再読み込み(Ctrl+R)してください。".to_owned();
        let Place::Hosted { agent, origin } = &self.reach.place else { return vec![reload, CALL.to_owned()] };
        let meanwhile = format!("それまでは、このコンピュータの http://{agent}/ の画面で会計できます。");
        let update = if cause == Cause::AgentTooOld {
            "このコンピュータの catlink を新しくしてください(店舗のシステム担当者に連絡してください)。"
                .to_owned()
        } else {
            format!("変わらないときは、このページ({origin})の提供元に、画面の更新を依頼してください。")
        };
        match cause {
            Cause::AgentTooOld => vec![update, meanwhile],
            _ => vec![reload, update, meanwhile],
        }
    }

    /// Where this page comes from, as far as that is elsewhere.
    #[must_use]
    pub fn own_origin(&self) -> &str {
        match &self.reach.place {
            Place::Hosted { origin, .. } => origin,
            Place::Served | Place::Misplaced { .. } => "",
        }
    }
}
