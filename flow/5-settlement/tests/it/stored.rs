//! What a part leaves is stored in jobs: its form stays.

use golden::journeys::{now, sale};
use honeyguide_settlement::{Reopen, Rest, RestFrom};
use words::Day;

#[test]
fn what_a_part_leaves_is_stored_as_it_always_was() {
    let id = sale();
    let day = Day::of(now());
    for (rest, stored) in [
        (
            Rest { from: RestFrom::Conversion(id), reopen: Reopen::Nothing, is_disturbed: true },
            format!(r#"{{"from":{{"conversion":"{id}"}},"thaw":"nothing","is_disturbed":true}}"#),
        ),
        (
            Rest { from: RestFrom::Conversion(id), reopen: Reopen::Accepted(id), is_disturbed: false },
            format!(
                r#"{{"from":{{"conversion":"{id}"}},"thaw":{{"accepted":"{id}"}},"is_disturbed":false}}"#
            ),
        ),
        (
            Rest { from: RestFrom::Conversion(id), reopen: Reopen::Tiered(day, day), is_disturbed: false },
            format!(
                r#"{{"from":{{"conversion":"{id}"}},"thaw":{{"tiered":["{day}","{day}"]}},"is_disturbed":false}}"#
            ),
        ),
    ] {
        assert_eq!(serde_json::to_string(&rest).unwrap(), stored);
        assert_eq!(serde_json::from_str::<Rest>(&stored).unwrap(), rest);
    }
}
