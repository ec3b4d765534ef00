//! A master's list: what stands in its rows, one page at a time.

use catlink_shared::masters::Master;
use leptos::prelude::*;

use crate::checkout::field::Field;
use crate::components::rows::{Counted, RowTable};
use crate::components::text_field::TextField;
use crate::front::Front;

#[component]
pub(crate) fn MastersPage(master: Master) -> impl IntoView {
    let front = Front::here();
    let list = Memo::new(move |_| {
        front.get(|state| state.desk().list().filter(|list| list.master == master).cloned())
    });
    view! {
        <section class="masters">
            <header class="masters-head">
                <h1>{master.label()}</h1>
                <p class="hint">{about(master)}</p>
                <TextField field=Field::Find hint="コード・名称の一部を入力して Enter"/>
            </header>
            <RowTable master list/>
            <Counted list/>
        </section>
    }
}

/// What the master is for, in one sentence.
fn about(master: Master) -> &'static str {
    match master {
        Master::CardCompany => {
            "クレジット利用で選ぶカード会社と、端末との連動のしかたです。全店で同じ内容にします。"
        }
        Master::CardCategory => "売上を集計する区分です。1・2・3・30 は意味が決まっています。",
        Master::Register => "レジごとの設定です。CAT端末の接続、練習モード、レシートの文言を設定します。",
        Master::Product => "商品コードまたはJANコードで販売する商品です。",
        Master::TaxClass => "適用開始日つきの税率です。税率が変わるときは、行を追加します。",
        Master::Store => "店舗の名称、登録番号、営業日と権限の設定です。",
        Master::Operator => "レジを使う担当者です。責任者は設定の変更と承認ができます。",
    }
}
