//! External ids in an archive: what was linked comes out as it went in.

use crate::folder::Folder;
use engine::ports::{Changes, Commits, ExternalIds, Row};
use honeyguide_book_sqlite::{BookOptions, SqliteBook, export_book, import_book, schemas};
use referral::{ExternalId, NamedObject};
use testkit::world::World;
use words::{ExternalIdId, Mode};

#[tokio::test]
async fn an_archive_keeps_external_ids() {
    let folder = Folder::new("book-external-ids");
    let world = World::seeded(8);
    let shop = world.shop(world.scope(Mode::Live));
    let object = NamedObject::Partner(shop.partner.id);
    let linked = ExternalId {
        id: ExternalIdId::draw(world.now(), world.draw()),
        scope: shop.scope,
        system: "hubspot".to_owned(),
        kind: "company".to_owned(),
        external_id: "9001".to_owned(),
        object,
        linked_at: world.now(),
    };
    let book = SqliteBook::open(&folder.file("book.db"), BookOptions::default()).unwrap();
    let rows = vec![Row::ExternalId(linked.clone())];
    book.commit("open_shop", shop.changes()).await.unwrap();
    book.commit("link", Changes { rows, ..Changes::default() }).await.unwrap();
    book.close().await;

    let archive = folder.file("archive");
    std::fs::create_dir(&archive).unwrap();
    export_book(&folder.file("book.db"), &archive).unwrap();
    import_book(&archive, &folder.file("copy.db"), schemas().book).unwrap();

    let copy = SqliteBook::open(&folder.file("copy.db"), BookOptions::default()).unwrap();
    let found = copy.external_id_of_record(shop.scope, "hubspot", "company", "9001").await.unwrap();
    assert_eq!(found.as_ref(), Some(&linked));
    assert_eq!(copy.external_ids_of(shop.scope, object).await.unwrap(), [linked]);
}
