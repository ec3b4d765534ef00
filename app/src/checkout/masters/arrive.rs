//! What comes from the agent about the masters.

use catlink_shared::ids::RequestId;
use catlink_shared::masters::{Fault, Master, Row};
use catlink_shared::wire::masters::{MastersReply, MastersRequest};
use catlink_shared::wire::reply::Refusal;
use catlink_shared::wire::request::Request;

use super::Form;
use crate::checkout::Checkout;
use crate::checkout::screen::Screen;

impl Checkout {
    pub(in crate::checkout) fn masters_answered(&mut self, id: RequestId, reply: MastersReply, now: u64) {
        match reply {
            MastersReply::Rows { rows, total, .. } => self.rows_came(id, rows, total),
            MastersReply::Changes { changes } => self.desk.changes = changes,
            MastersReply::File { reply } => self.file_answered(reply, now),
            MastersReply::Saved { row, warnings } => {
                self.row_saved(&row, &warnings);
                self.fix_tested(now);
            }
            MastersReply::Tested { test } => self.port_tested(test),
            MastersReply::Ports { ports } => self.ports_came(ports),
            MastersReply::Fixed => self.say(
                "端末マスタを登録しました。接続テストで応答した端末を、このレジの端末として記録しました。",
            ),
            MastersReply::Deleted => {
                if matches!(self.stack.last(), Some(Screen::Erase(_))) {
                    self.close();
                }
                self.say("削除しました。変更履歴に記録されています。");
            }
        }
    }

    fn rows_came(&mut self, id: RequestId, rows: Vec<Row>, total: u32) {
        let lists = [&mut self.desk.list, &mut self.desk.options];
        let Some(list) = lists.into_iter().flatten().find(|list| list.asked == Some(id)) else { return };
        (list.rows, list.total, list.asked) = (rows, total, None);
        let store = match (list.master, list.rows.first()) {
            (Master::Store, Some(row)) => Some(row.clone()),
            _ => None,
        };
        // One row needs no list.
        if let Some(row) = store.filter(|_| self.top() == Screen::Masters(Master::Store)) {
            self.open_form(Form::of(Master::Store, row));
        }
    }

    /// The list below reads its rows anew as it comes to the top.
    fn row_saved(&mut self, row: &Row, warnings: &[Fault]) {
        let master = self.desk.form.as_ref().map(|form| form.master);
        self.close_form();
        match warnings {
            [] => self.say(format!("{} {} を登録しました。", master.map_or("", Master::label), row.code)),
            warnings => {
                let text: Vec<&str> = warnings.iter().map(|fault| fault.message.as_str()).collect();
                self.say(format!("登録しました。ご注意: {}", text.join(" ")));
            }
        }
    }

    /// The fields that the agent found wrong are marked.
    pub(in crate::checkout) fn masters_refused(&mut self, request: &Request, refusal: &Refusal) {
        if matches!(request, Request::Masters { ask: MastersRequest::File { .. } }) {
            return self.file_refused(refusal);
        }
        if matches!(request, Request::Masters { .. }) && !refusal.faults.is_empty() {
            self.show_faults(refusal.faults.clone());
        }
    }

    /// An update tells of newer masters than the page has.
    pub(in crate::checkout) fn look_for_newer_masters(&mut self, now: u64) {
        let shown = self.shown.as_ref().map_or(0, |shown| shown.register.masters_revision);
        let known = self.catalog.as_ref().map_or(shown, |catalog| catalog.revision);
        if shown > known && self.catalog_asked < shown {
            self.catalog_asked = shown;
            self.send(Request::ReadCatalog, now);
        }
    }
}
