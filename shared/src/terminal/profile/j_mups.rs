//! J-Mups: a type with a 設定 button; its words, and the way through its menus.

use super::{BrandChoice, CatModel, ModelProfile, ModelSteps, ModelWords, PartialReturn};
use super::{PendingMemory, RecoveryClass, VoidHandling};
use crate::money::Yen;

pub(super) const PROFILE: ModelProfile = ModelProfile {
    model: CatModel::JMups,
    name: "J-Mups",
    recovery: RecoveryClass::None,
    void_handling: VoidHandling::Guide,
    // Not published: the way that is always possible.
    partial_return: PartialReturn::WholeAndChargeAgain,
    pending_memory: PendingMemory::NotPromised,
    brand_choice: BrandChoice::OnTerminal,
    least: Yen::new(1),
    most: Yen::new(9_999_999),
    words: WORDS,
    steps: STEPS,
    cash_back: &[],
    cash_back_brands: &[],
};

const WORDS: ModelWords = ModelWords {
    busy: "J-Mups端末が取引中です。",
    standalone: "J-Mups端末がPOS連動を解除しています。",
    training: "J-Mups端末の練習モードが、この会計と合っていません。",
    other_register: "J-Mups端末は、他のレジと連動しています。",
    other_unit: "接続されているJ-Mups端末が、登録されている端末と違います。",
    bad_field: "J-Mups端末が、依頼の内容を誤りとして返しました。",
    unfit: "このJ-Mups端末では、この取引を受け付けられません。",
    no_answer: "J-Mups端末から応答がありません。",
    not_taken: "J-Mups端末に、依頼が正しく届きませんでした。",
    declined: "センターで取引が拒否されました。",
    deficient: "残高不足です。",
    over_deposit: "カードの上限額を超えています。",
    cancelled: "J-Mups端末で取引を中止しました。",
    no_record: "J-Mups端末に記録がありませんでした。",
    forgotten: "J-Mups端末から、確かな記録を得られませんでした。",
    no_result: "J-Mups端末からの結果が届きません。",
    aborted: "J-Mups端末が、通信を打ち切りました。",
    incomplete: "J-Mups端末が「処理未了」と答えました。請求されている可能性があります。",
    error: "J-Mups端末がエラーで終了しました。請求されている可能性があります。",
    paper_out: "J-Mups端末の用紙が切れています。",
    cover_open: "J-Mups端末の用紙カバーが開いています。",
    restarting: "J-Mups端末が再起動しています。",
};

const STEPS: ModelSteps = ModelSteps {
    unlink: &["端末の「設定」ボタンを押し、「POS連動解除」を選びます。"],
    link: &["端末の「設定」ボタンを押し、「POS連動開始」を選びます。この画面に「連動中」と出れば完了です。"],
    relink: &[
        "端末の「設定」ボタンを押し、「POS連動開始」を選びます。",
        "この画面に「連動中」と出れば完了です。",
    ],
    payment: &[
        "「業務」から「売上」を選び、金額を入力してカード決済を行います。",
        "端末から出た売上票を確認し、伝票番号を控えます。",
    ],
    void: &[
        "「業務」から「取消」を選び、売上票の伝票番号を入力して、同じカードで取消します。",
        "端末から出た取消票を確認し、伝票番号を控えます。",
    ],
    return_goods: &[
        "「業務」から「返品」を選び、売上票の伝票番号と返品する金額を入力します。",
        "端末から出た返品票を確認し、伝票番号を控えます。",
    ],
    reconnect: &[
        "端末の電源が入っていることを確かめます。",
        "端末のLANケーブル(またはUSBケーブル)を差し直し、ハブのランプが点くことを確かめます。",
        "画面が動かないときは、端末の電源を入れ直し、待機画面が出るまで待ちます。",
        "この画面に「連動中」と出れば完了です。",
    ],
    finish: &[
        "端末の画面を見ます。お客様の取引の途中なら、終わるまで待ちます。",
        "誰も操作していないときは、端末の「取消」または「終了」ボタンで待機画面に戻します。",
        "待機画面になったら、この画面で F9 を押し、もう一度確定します。",
    ],
    look_up: &[
        "端末の待機画面で「業務」を押し、取引の照会を選びます。",
        "一番新しい取引の伝票番号・金額・時刻を確かめます。",
        "一番新しい売上票の伝票番号と、同じであることを確かめます。",
    ],
    paper: &[
        "端末の用紙カバーのレバーを引いて開け、残った芯を取り出します。",
        "新しいロール紙を、印字する面を上にして入れます。",
        "カバーを閉めます。印刷の続きは端末が行います。",
    ],
    cover: &["ロール紙の端をカバーの外に出します。", "用紙カバーを、浮きがないように上から押して閉めます。"],
    restart: &[
        "端末の電源を切らず、待機画面が出るまで待ちます。カードは通しません。",
        "この端末は、途中だった取引を覚えているとは限りません。売上票が出ていないか確かめます。",
    ],
    subtotal: &[
        "「業務」から「中間計」を選び、印字します。この時点では「日計」を選びません(端末の集計が消えます)。",
        "印字された件数と金額を、この画面に入力します。",
    ],
    daily_total: &[
        "「業務」から「日計」を選び、印字します。端末の集計はこれで消えます。",
        "印字された日計を、売上票の控えといっしょに保管します。",
    ],
    balance: "端末の「業務」から「残高照会」を選び、ブランドを選んで、そのカードをタッチします。",
    unfinished_slip: "端末の案内に従って「処理未了」を解消し、「業務」の取引の照会でこの金額の取引を探します。",
};
