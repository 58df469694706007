//! Which programs know what an event carries.

use super::{Store, commit, rows, scene::Scene};
use crate::world::World;
use conversion::{Conversion, Kind};
use engine::ports::{ProgramClue, Row};
use program::Code;
use referral::Touch;
use words::{CodeId, ConversionId, Mode, Scope, TouchId};

pub(super) async fn programs_are_known_by_code_conversion_and_customer(book: Store) {
    let world = World::seeded(89);
    let scope = world.scope(Mode::Live);
    let scene = Scene::new(&world, scope);
    let other = world.shop(scope);
    commit(&*book, scene.changes()).await.unwrap();
    commit(&*book, other.changes()).await.unwrap();
    let (first, second, now) = (scene.shop.program.id, other.program.id, world.now());
    let (code, sale) = (scene.shop.code.code.clone(), scene.pending.sale.clone());
    let customer = scene.pending.customer.external_id.clone();
    let of_sale =
        || ProgramClue::Conversion { kind: Kind::Sale, source: &sale.source, external_id: &sale.external_id };
    let known = async |scope, clue| book.programs_knowing(scope, clue).await.unwrap();

    for clue in [ProgramClue::Code(&code), of_sale(), ProgramClue::Customer(&customer)] {
        assert_eq!(known(scope, clue).await, [first], "{clue:?}");
        let elsewhere = Scope { mode: Mode::Test, ..scope };
        assert_eq!(known(elsewhere, clue).await, [], "{clue:?} of another scope");
    }
    let lead =
        ProgramClue::Conversion { kind: Kind::Lead, source: &sale.source, external_id: &sale.external_id };
    let elsewhere =
        ProgramClue::Conversion { kind: Kind::Sale, source: "else", external_id: &sale.external_id };
    for clue in [ProgramClue::Code("NOBODY"), ProgramClue::Customer("nobody"), lead, elsewhere] {
        assert_eq!(known(scope, clue).await, [], "{clue:?}");
    }

    let its_own = Code {
        id: CodeId::draw(now, world.draw()),
        program: second,
        enrollment: other.enrollment.id,
        partner: other.partner.id,
        ..scene.shop.code.clone()
    };
    let sold = Conversion { id: ConversionId::draw(now, world.draw()), program: second, ..sale.clone() };
    let mut both = vec![first, second];
    both.sort();
    commit(&*book, rows([Row::Code(its_own.clone()), Row::Conversion(sold)])).await.unwrap();
    for clue in [ProgramClue::Code(&code), of_sale(), ProgramClue::Customer(&customer)] {
        assert_eq!(known(scope, clue).await, both, "{clue:?}");
    }

    let archived = Code { archived_at: Some(now), ..scene.shop.code.clone() };
    commit(&*book, rows([Row::Code(archived)])).await.unwrap();
    assert_eq!(known(scope, ProgramClue::Code(&code)).await, [second], "an archived code leads nowhere");
    commit(&*book, rows([Row::Code(Code { archived_at: Some(now), ..its_own })])).await.unwrap();
    assert_eq!(known(scope, ProgramClue::Code(&code)).await, both, "unless all are archived");

    let visitor = world.customer(scope, "visitor");
    let touch = Touch {
        id: TouchId::draw(now, world.draw()),
        program: second,
        customer: visitor.id,
        ..scene.pending.touch.clone()
    };
    commit(&*book, rows([Row::Customer(visitor), Row::Touch(touch)])).await.unwrap();
    assert_eq!(known(scope, ProgramClue::Customer("visitor")).await, [second], "a touch suffices");
}
