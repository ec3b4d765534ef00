//! 担当者マスタ. A PIN is no field of the row: it is set by a request of its own and kept as a hash elsewhere.

use serde::{Deserialize, Serialize};

use super::Values;
use super::rule::{Rule, Takes};
use crate::receipt::Operator;

/// Its fields.
pub const RULES: &[Rule] = &[
    Rule::new("code", "担当者コード", Takes::Code(8)).needed(),
    Rule::new("name", "氏名", Takes::Text(20)).needed(),
    Rule::new("role", "権限", Takes::Choice(&[("1", "担当者"), ("2", "責任者")]))
        .needed()
        .preset("1")
        .hint("責任者は設定の変更と、承認が必要な操作ができます。"),
    Rule::new("barcode", "名札のバーコード", Takes::Code(20))
        .hint("サインインのとき、コードの代わりに読み取れます。"),
    Rule::new("active", "状態", Takes::Choice(&[("0", "停止"), ("1", "有効")]))
        .needed()
        .preset("1")
        .hint("退職などで使わなくなった担当者は停止にします。伝票の担当者名は残ります。"),
];

/// What an operator may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 担当者
    Clerk,
    /// 責任者
    Manager,
}

/// Whether an operator works here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// 有効
    Active,
    /// 停止
    Stopped,
}

/// An operator as set up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OperatorRow {
    /// Code and name.
    pub operator: Operator,
    /// 権限
    pub role: Role,
    /// On the name tag.
    pub barcode: Option<String>,
    /// 状態
    pub standing: Standing,
}

/// The typed row.
#[must_use]
pub fn read(values: &Values) -> OperatorRow {
    OperatorRow {
        operator: Operator { code: values.get("code").to_owned(), name: values.get("name").to_owned() },
        role: if values.get("role") == "2" { Role::Manager } else { Role::Clerk },
        barcode: values.text("barcode"),
        standing: if values.get("active") == "0" { Standing::Stopped } else { Standing::Active },
    }
}
