//! JT-C60 (stera): its published codes, its words, and the way through its menus.

use super::{BrandChoice, CatModel, ModelProfile, ModelSteps, ModelWords, PartialReturn};
use super::{PendingMemory, RecoveryClass, VoidHandling};
use crate::card::CardCategoryCode;
use crate::money::Yen;

/// Published codes: card brands 01–06, e-money 02-xx (payment type), QR 11–35.
pub(super) fn brand(code: &str) -> Option<&'static str> {
    Some(match code {
        "01" => "VISA",
        "02" => "Mastercard",
        "03" => "JCB",
        "04" => "American Express",
        "05" => "Diners Club",
        "06" => "銀聯",
        "02-01" => "iD",
        "02-02" => "交通系IC",
        "02-03" => "楽天Edy",
        "02-04" => "WAON",
        "02-05" => "nanaco",
        "02-06" => "QUICPay+",
        "02-07" => "PiTaPa",
        "11" => "楽天ペイ",
        "12" => "LINE Pay",
        "13" => "PayPay",
        "14" => "d払い",
        "15" => "au PAY",
        "16" => "メルペイ",
        "19" => "銀行Pay",
        "21" => "WeChat Pay",
        "22" => "Alipay",
        "23" => "銀聯QR",
        "35" => "BankPay",
        _ => return None,
    })
}

pub(super) const PROFILE: ModelProfile = ModelProfile {
    model: CatModel::JtC60,
    name: "JT-C60(stera)",
    recovery: RecoveryClass::Keyed,
    void_handling: VoidHandling::Guide,
    partial_return: PartialReturn::Possible,
    pending_memory: PendingMemory::Promised,
    brand_choice: BrandChoice::Refused,
    least: Yen::new(1),
    most: Yen::new(99_999_999),
    words: WORDS,
    steps: STEPS,
    cash_back: &[CardCategoryCode(7), CardCategoryCode(8), CardCategoryCode(10)],
    cash_back_brands: &["02-02", "02-03", "02-05"],
};

const WORDS: ModelWords = ModelWords {
    busy: "stera端末が取引中です。",
    standalone: "stera端末が「POS接続 OFF」になっています。",
    training: "stera端末の練習モードの設定が、この会計と合っていません。",
    other_register: "stera端末は、他のレジが使用中です。",
    other_unit: "接続されているstera端末が、登録されている端末と違います。",
    bad_field: "stera端末が、依頼の内容を受け付けませんでした。",
    unfit: "このstera端末では、この取引を受け付けられません。",
    no_answer: "stera端末から応答がありません。",
    not_taken: "stera端末が、依頼を受け取れませんでした。",
    declined: "お取り扱いできませんでした。",
    deficient: "残高が不足しています。",
    over_deposit: "ご利用限度額を超えています。",
    cancelled: "stera端末で決済を中止しました。",
    no_record: "stera端末に記録がありませんでした。",
    forgotten: "stera端末から、確かな記録を得られませんでした。",
    no_result: "stera端末からの結果が届きません。",
    aborted: "stera端末が、通信を中断しました。",
    incomplete: "stera端末が「処理未了」と答えました。請求されている可能性があります。",
    error: "stera端末がエラーで終了しました。請求されている可能性があります。",
    paper_out: "stera端末の用紙がありません。",
    cover_open: "stera端末のプリンターカバーが開いています。",
    restarting: "stera端末が再起動しています。",
};

const STEPS: ModelSteps = ModelSteps {
    unlink: &[
        "端末の画面左上の「≡」をタッチし、「業務メニュー」を開きます。",
        "「設定」>「システム」>「管理機能設定」を開き、管理者パスワードを入力します。",
        "「POS設定」で「POS接続有無」を OFF にします。",
    ],
    link: &["「POS設定」で「POS接続有無」を ON に戻します。この画面に「連動中」と出れば完了です。"],
    relink: &[
        "端末の画面左上の「≡」をタッチし、「業務メニュー」を開きます。",
        "「設定」>「システム」>「管理機能設定」を開き、管理者パスワードを入力します。",
        "「POS設定」で「POS接続有無」を ON にします。",
        "この画面に「連動中」と出れば完了です。",
    ],
    payment: &[
        "「業務メニュー」に戻って「売上」を選び、金額を入力してカード決済を行います。",
        "端末から出た売上票(お客様控え)を確認し、伝票番号を控えます。",
    ],
    void: &[
        "「業務メニュー」に戻って「取消」を選び、売上票の伝票番号を入力して、同じカードで取消します。",
        "端末から出た取消票を確認し、伝票番号を控えます。",
    ],
    return_goods: &[
        "「業務メニュー」に戻って「返品」を選び、売上票の伝票番号と返品する金額を入力します。",
        "端末から出た返品票を確認し、伝票番号を控えます。",
    ],
    reconnect: &[
        "端末の電源が入り、画面が点いていることを確かめます。",
        "端末とレジをつなぐケーブルを、両端とも差し直します。",
        "画面が動かないときは、端末の電源を入れ直し、待機画面が出るまで待ちます。",
        "この画面に「連動中」と出れば完了です。",
    ],
    finish: &[
        "端末の画面を見ます。お客様の取引の途中なら、終わるまで待ちます。",
        "誰も操作していないときは、端末の「中止」または「戻る」で待機画面に戻します。",
        "待機画面になったら、この画面で F9 を押し、もう一度確定します。",
    ],
    look_up: &[
        "端末の画面左上の「≡」をタッチし、「業務メニュー」を開きます。",
        "「取引履歴」で、一番新しい取引の伝票番号・金額・時刻を確かめます。",
        "一番新しい売上票の伝票番号と、同じであることを確かめます。",
    ],
    paper: &[
        "端末のプリンターカバーを開け、残った芯を取り出します。",
        "新しいロール紙を、端が手前に少し出る向きで入れます。",
        "カチッと音がするまでカバーを閉めます。印刷の続きは端末が行います。",
    ],
    cover: &[
        "ロール紙の端が、カバーの外に出ていることを確かめます。",
        "カチッと音がするまで、プリンターカバーの両端を押して閉めます。",
    ],
    restart: &[
        "端末の電源を切らず、待機画面が出るまで待ちます。カードは通しません。",
        "「処理未了(照会中)」と出ている間は、端末がセンターに確認しています。",
    ],
    subtotal: &[
        "「業務メニュー」に戻って「中間計」を選び、印字します。この時点では「日計」を選びません(端末の集計が消えます)。",
        "印字された件数と金額を、この画面に入力します。",
    ],
    daily_total: &[
        "「業務メニュー」に戻って「日計」を選び、印字します。端末の集計はこれで消えます。",
        "印字された日計を、売上票の控えといっしょに保管します。",
    ],
    balance: "端末の「処理未了」の画面、または「業務メニュー」から「残高照会」を選び、そのカードをタッチします。",
    unfinished_slip: "端末の案内に従って「処理未了」を解消し、「≡」>「業務メニュー」>「取引履歴」でこの金額の取引を探します。",
};
