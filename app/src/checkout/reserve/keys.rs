//! Which key does what on the screens of 予約.

use catlink_shared::wire::slips::May;

use super::{ReserveCommand, ReserveScreen};
use crate::checkout::Checkout;
use crate::checkout::command::{BACK, CONFIRM, Command, FunctionKey, LISTS, Ready, key};
use crate::checkout::run::Step;

impl Checkout {
    pub(in crate::checkout) fn reserve_keys(&self, screen: ReserveScreen) -> Vec<FunctionKey> {
        let reserve = |number, label, command| key(number, label, Command::Reserve(command));
        match screen {
            ReserveScreen::List => {
                let (page, more) = self.reservations.page();
                let if_so = |is: bool, key: FunctionKey| FunctionKey {
                    ready: if is { Ready::Yes } else { Ready::No },
                    ..key
                };
                let up = reserve(3, "前頁", ReserveCommand::Turn(Step::Up));
                let down = reserve(7, "次頁", ReserveCommand::Turn(Step::Down));
                let rows = !self.reservations.rows.is_empty();
                vec![
                    reserve(2, "新規予約", ReserveCommand::New),
                    if_so(page > 1, up),
                    LISTS,
                    key(5, "選択", Command::SelectNext),
                    reserve(6, "絞込", ReserveCommand::NextWhich),
                    if_so(more, down),
                    BACK,
                    if_so(rows, key(12, "開く", Command::Confirm)),
                ]
            }
            ReserveScreen::Sheet(number) => {
                let may = self.reservation(number).is_some_and(|sheet| sheet.may == May::Yes);
                let allowed =
                    |key: FunctionKey| FunctionKey { ready: if may { Ready::Yes } else { Ready::No }, ..key };
                vec![
                    allowed(reserve(1, "予約取消", ReserveCommand::AskCancel)),
                    allowed(reserve(6, "変更", ReserveCommand::Change)),
                    BACK,
                    allowed(reserve(12, "引渡", ReserveCommand::HandOver)),
                ]
            }
            ReserveScreen::Booking => vec![BACK, CONFIRM],
            ReserveScreen::Cancel(number) => {
                let mut keys = vec![key(9, "いいえ", Command::Close), key(12, "はい", Command::Confirm)];
                if self.ways_back(number).len() > 1 {
                    keys.insert(0, reserve(5, "返金方法", ReserveCommand::NextWay));
                }
                if self.was_to_be_taken_by_hand(number) {
                    keys.insert(0, reserve(6, "手動決済なし", ReserveCommand::NotTaken));
                }
                keys
            }
        }
    }
}
