//! A provider that answers as a test wants: yes, no, late, or not at all; and counts what it paid.

use async_trait::async_trait;
use engine::ports::{Clock, DirectRail, Payment, RailAnswer};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use words::{Day, Money};

/// How the provider treats a payment.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Manner {
    /// It pays, and says so.
    Yes,
    /// It does not pay, and says so.
    No,
    /// It takes the payment, and pays before it is asked again.
    Late,
    /// Its answer is lost; it has paid, or has not, as is read back later.
    Lost { paid: bool },
    /// Nobody ever hears what became of it.
    Silent,
}

#[derive(Clone, Debug)]
struct Asked {
    payment: Money,
    manner: Manner,
    sends: u32,
}

type Choose = Box<dyn FnMut(&Payment) -> Manner + Send>;

/// Pays each key once, however often it is sent: a provider's own guard, which the engine must not need.
pub struct SimulatedRail {
    clock: Arc<dyn Clock>,
    choose: Mutex<Choose>,
    asked: Mutex<BTreeMap<String, Asked>>,
}

impl SimulatedRail {
    pub fn new(clock: Arc<dyn Clock>, choose: impl FnMut(&Payment) -> Manner + Send + 'static) -> Self {
        Self { clock, choose: Mutex::new(Box::new(choose)), asked: Mutex::default() }
    }

    /// What was paid, by end-to-end id.
    pub fn paid(&self) -> BTreeMap<String, Money> {
        let asked = self.asked().clone().into_iter();
        let out = asked.filter(|(_, it)| !matches!(it.manner, Manner::No | Manner::Lost { paid: false }));
        out.map(|(id, it)| (id, it.payment)).collect()
    }

    /// How often each was sent.
    pub fn sends(&self) -> BTreeMap<String, u32> {
        self.asked().iter().map(|(id, it)| (id.clone(), it.sends)).collect()
    }

    fn asked(&self) -> MutexGuard<'_, BTreeMap<String, Asked>> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn settled(&self) -> RailAnswer {
        RailAnswer::Settled { debited: None, on: Day::of(self.clock.now()) }
    }

    fn failed(&self) -> RailAnswer {
        RailAnswer::Failed { reason: "refused".to_owned(), on: Day::of(self.clock.now()) }
    }
}

#[async_trait]
impl DirectRail for SimulatedRail {
    async fn send(&self, payment: &Payment) -> RailAnswer {
        tokio::task::yield_now().await;
        let manner = (self.choose.lock().unwrap_or_else(PoisonError::into_inner))(payment);
        let mut asked = self.asked();
        let fresh = Asked { payment: payment.amount, manner, sends: 0 };
        let known = asked.entry(payment.end_to_end_id.clone()).or_insert(fresh);
        known.sends += 1;
        match known.manner {
            Manner::Yes => self.settled(),
            Manner::No => self.failed(),
            Manner::Late => RailAnswer::Accepted,
            Manner::Lost { .. } | Manner::Silent => RailAnswer::Unknown,
        }
    }

    async fn read_back(&self, end_to_end_id: &str) -> RailAnswer {
        tokio::task::yield_now().await;
        match self.asked().get(end_to_end_id).map(|asked| asked.manner) {
            Some(Manner::Yes | Manner::Late | Manner::Lost { paid: true }) => self.settled(),
            Some(Manner::No | Manner::Lost { paid: false }) => self.failed(),
            Some(Manner::Silent) | None => RailAnswer::Unknown,
        }
    }
}
