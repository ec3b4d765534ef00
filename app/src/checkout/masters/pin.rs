//! 【PIN設定】 of an operator, from the list of 担当者マスタ.

use catlink_shared::wire::people::PeopleRequest;

use crate::checkout::Checkout;
use crate::checkout::busy::Act;
use crate::checkout::field::Field;
use crate::checkout::screen::Screen;

impl Checkout {
    /// F6 PIN設定: of the operator the list is at.
    pub(in crate::checkout) fn open_pin(&mut self) {
        match self.listed_row().cloned() {
            Some(row) => {
                self.desk.in_question = Some(row);
                self.open(Screen::Pin);
            }
            None => self.warn("担当者を登録してから、PINを設定してください。"),
        }
    }

    /// F12 in 【PIN設定】
    pub(in crate::checkout) fn set_pin(&mut self, now: u64) {
        let Some(row) = self.row_in_question() else { return };
        let (operator, base_revision) = (row.code.clone(), Some(row.revision));
        if self.fields.get(Field::Pin) != self.fields.get(Field::PinAgain) {
            self.fields.clear(&[Field::PinAgain]);
            return self.warn("2回入力したPINが一致しません。もう一度入力してください。");
        }
        match self.typed_pin() {
            Some(pin) => {
                let ask = PeopleRequest::SetPin { operator, pin, old: None, base_revision };
                self.begin_act(Act::People(ask), now);
            }
            None => self.warn("PIN(4~8桁の数字)を入力してください。"),
        }
    }
}
