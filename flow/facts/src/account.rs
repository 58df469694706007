//! Workspaces, their API keys and their daily rates.

use crate::{Object, example::another_key, example::example, shape::shape};
use program::KeyKind;
use words::{Day, Grant, KeyId, RateSource, WorkspaceId};

shape! {
    /// A new workspace.
    WorkspaceCreated {
        /// The workspace.
        workspace: WorkspaceId = example();
    }
    object(it) = Object::Workspace(it.workspace);
    partners(_it) = Vec::new();
}

shape! {
    /// A new API key. The key itself is in no event.
    KeyCreated {
        /// The key.
        key: KeyId = example();
        /// What kind of key it is.
        kind: KeyKind = KeyKind::Secret;
        /// What it may do; empty for a publishable key.
        allows: Vec<Grant> = Grant::ALL.to_vec();
    }
    object(it) = Object::Key(it.key);
    partners(_it) = Vec::new();
}

shape! {
    /// A key that gets a successor and ends after an overlap.
    KeyRotated {
        /// The key that ends.
        key: KeyId = example();
        /// The key that replaces it.
        successor: KeyId = another_key();
    }
    object(it) = Object::Key(it.key);
    partners(_it) = Vec::new();
}

shape! {
    /// A key that opens nothing any more.
    KeyRevoked {
        /// The key.
        key: KeyId = example();
    }
    object(it) = Object::Key(it.key);
    partners(_it) = Vec::new();
}

shape! {
    /// Daily rates of a workspace.
    RatesEntered {
        /// The workspace.
        workspace: WorkspaceId = example();
        /// How many rates.
        rates: u64 = 30;
        /// Where they come from.
        source: RateSource = RateSource::Ecb;
        /// The first day that has one.
        first_day: Day = example();
        /// The last day that has one.
        last_day: Day = example();
    }
    object(it) = Object::Rates(it.workspace);
    partners(_it) = Vec::new();
}
