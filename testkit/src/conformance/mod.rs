//! One suite per port. Every driver passes it, the one in memory too, so that what is tested
//! against memory holds on a disk.
//!
//! A suite opens a fresh store for each case and prints the case's name first, so that a failure
//! says where it happened.

pub mod book;
pub mod clicks;

/// Runs cases one after the other, each on a store of its own.
macro_rules! run_cases {
    ($open:expr; $($area:ident::$case:ident),* $(,)?) => {$(
        println!(concat!("case ", stringify!($area), "::", stringify!($case)));
        let store = $open().await;
        Box::pin($area::$case(store)).await;
    )*};
}
use run_cases;

/// Runs the futures side by side, each as a task of its own, and answers what they came to, in
/// order.
async fn at_once<T, Fut>(futures: impl IntoIterator<Item = Fut>) -> Vec<T>
where
    T: Send + 'static,
    Fut: Future<Output = T> + Send + 'static,
{
    let tasks: Vec<_> = futures.into_iter().map(tokio::spawn).collect();
    let mut results = Vec::with_capacity(tasks.len());
    for task in tasks {
        results.push(task.await.unwrap_or_else(|fault| panic!("a task failed: {fault}")));
    }
    results
}

/// The rows in ascending order of what `key` says, for answers whose order the port leaves open.
fn sorted_by<T, K: Ord>(mut rows: Vec<T>, key: impl FnMut(&T) -> K) -> Vec<T> {
    rows.sort_by_key(key);
    rows
}
