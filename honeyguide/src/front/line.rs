//! One connection: what it is doing, and the deadlines of its heads, its pauses and its answers.

use std::{
    io::{self, IoSlice},
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    task::{Context, Poll, ready},
    time::Duration,
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
    sync::Notify,
    time::{Instant as Moment, Sleep, sleep_until},
};

/// How long a client may take to send the head of a request, the first one from when it connected.
pub(crate) const HEAD_DEADLINE: Duration = Duration::from_secs(10);
/// How long a connection may pause between two requests: longer than proxies keep theirs.
pub(crate) const PAUSE_DEADLINE: Duration = Duration::from_secs(75);
/// How long a client may take to take [`TAKEN_BYTES_MIN`] of its answer, while there is that much.
pub(crate) const STALL_DEADLINE: Duration = Duration::from_secs(30);
/// Some 2 kB a second: a slower client would hold the memory of an answer for hours.
pub(crate) const TAKEN_BYTES_MIN: usize = 64 * 1024;
/// Until when a connection without a request is new: its first head is on the way.
const RECENT: Duration = Duration::from_millis(250);
/// From when on an answer that is not taken gives way to others.
const STALLED: Duration = Duration::from_millis(200);
/// From when on a body that is still arriving gives way to others.
const SLOW_BODY: Duration = Duration::from_secs(1);
/// After the last answer a client may take this long, and send this much, until it hangs up, too; otherwise what it
/// sent unasked would make its system drop the answer.
const LINGER: Duration = Duration::from_secs(1);
const LINGER_BYTES_MAX: usize = 256 * 1024;

/// What a connection does that gives way; of several, the last gives way first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Doing {
    /// Any of these, for a moment only: most of it is the network.
    Recent,
    /// Its body is still arriving.
    Arriving,
    /// Its client takes nothing.
    Stalled,
    /// It waits for a request.
    Nothing,
}

/// What it is doing, and for how long.
pub(super) type Readiness = (Doing, Duration);

/// What one connection is doing. Moments are microseconds since it began, from 1; 0 is never.
pub(super) struct Line {
    /// Its network; none for a trusted proxy.
    pub(super) address: Option<u128>,
    begun: Moment,
    /// Since when no request is under way.
    waiting: AtomicU64,
    /// Since when a head is arriving.
    head: AtomicU64,
    /// Since when a body is arriving.
    body: AtomicU64,
    /// Since when the client has taken nothing of what is to be written.
    stalled: AtomicU64,
    had_requests: AtomicBool,
    has_api_place: AtomicBool,
    is_closed: AtomicBool,
    closing: Notify,
}

impl Line {
    pub(super) fn new(address: Option<u128>) -> Self {
        Self {
            address,
            begun: Moment::now(),
            waiting: AtomicU64::new(1),
            head: AtomicU64::new(0),
            body: AtomicU64::new(0),
            stalled: AtomicU64::new(0),
            had_requests: AtomicBool::new(false),
            has_api_place: AtomicBool::new(false),
            is_closed: AtomicBool::new(false),
            closing: Notify::new(),
        }
    }

    /// A head has arrived.
    pub(super) fn asked(&self, has_body: bool) {
        self.had_requests.store(true, Ordering::Relaxed);
        self.head.store(0, Ordering::Relaxed);
        self.waiting.store(0, Ordering::Relaxed);
        if has_body {
            self.body.store(self.now(), Ordering::Relaxed);
        }
    }

    pub(super) fn body_ended(&self) {
        self.body.store(0, Ordering::Relaxed);
    }

    /// The answer is made; what is left of it is to be written.
    pub(super) fn answered(&self) {
        self.body.store(0, Ordering::Relaxed);
        self.head.store(0, Ordering::Relaxed);
        self.waiting.store(self.now(), Ordering::Relaxed);
    }

    pub(super) fn take_api_place(&self, taken: bool) {
        self.has_api_place.store(taken, Ordering::Relaxed);
    }

    pub(super) fn has_api_place(&self) -> bool {
        self.has_api_place.load(Ordering::Relaxed)
    }

    /// How readily it gives way to a new connection; none while something is being done.
    pub(super) fn gives_way(&self) -> Option<Readiness> {
        let waiting = self.since(&self.waiting).filter(|_| self.since(&self.stalled).is_none());
        let kept_waiting = waiting.map(|time| (Doing::Nothing, time, RECENT)).or(self.keeps_us_waiting());
        kept_waiting
            .map(|(doing, time, from)| if time < from { (Doing::Recent, time) } else { (doing, time) })
    }

    /// How readily its request gives way to another; none unless its client keeps it waiting for long.
    pub(super) fn is_slow(&self) -> Option<Readiness> {
        self.keeps_us_waiting().filter(|(_, time, from)| time >= from).map(|(doing, time, _)| (doing, time))
    }

    /// What its client keeps a request waiting for, for how long, and from when on that is long.
    fn keeps_us_waiting(&self) -> Option<(Doing, Duration, Duration)> {
        let stalled = self.since(&self.stalled).map(|time| (Doing::Stalled, time, STALLED));
        stalled.or_else(|| self.since(&self.body).map(|time| (Doing::Arriving, time, SLOW_BODY)))
    }

    /// Tells the connection's task to end it.
    pub(super) fn close(&self) {
        self.is_closed.store(true, Ordering::Relaxed);
        self.closing.notify_one();
    }

    pub(super) async fn closed(&self) {
        self.closing.notified().await;
    }

    #[cfg(test)]
    pub(super) fn is_closed(&self) -> bool {
        self.is_closed.load(Ordering::Relaxed)
    }

    /// Until when the next bytes must come; none while a request is under way, whose body has a deadline elsewhere.
    fn read_deadline(&self) -> Option<Moment> {
        let waiting = self.moment(&self.waiting)?;
        let deadline = match self.moment(&self.head) {
            Some(head) => head + HEAD_DEADLINE,
            None if self.had_requests.load(Ordering::Relaxed) => waiting + PAUSE_DEADLINE,
            None => waiting + HEAD_DEADLINE,
        };
        Some(deadline)
    }

    fn heard(&self) {
        if self.waiting.load(Ordering::Relaxed) != 0 && self.head.load(Ordering::Relaxed) == 0 {
            self.head.store(self.now(), Ordering::Relaxed);
        }
    }

    fn flows(&self) {
        self.stalled.store(0, Ordering::Relaxed);
    }

    fn stalls(&self) {
        if self.stalled.load(Ordering::Relaxed) == 0 {
            self.stalled.store(self.now(), Ordering::Relaxed);
        }
    }

    fn now(&self) -> u64 {
        u64::try_from(self.begun.elapsed().as_micros()).unwrap_or(u64::MAX).max(1)
    }

    fn moment(&self, at: &AtomicU64) -> Option<Moment> {
        let micros = at.load(Ordering::Relaxed);
        (micros != 0).then(|| self.begun + Duration::from_micros(micros))
    }

    fn since(&self, at: &AtomicU64) -> Option<Duration> {
        self.moment(at).map(|moment| moment.elapsed())
    }
}

/// The bytes of one connection, held to its deadlines.
pub(super) struct Wire {
    stream: TcpStream,
    line: Arc<Line>,
    reading: Timer,
    writing: Timer,
    /// Since when the client is waited for, and how much it has taken since; none while it is not waited for.
    taking: Option<(Moment, usize)>,
    /// The client has hung up.
    is_ended: bool,
    /// Bytes thrown away since the last answer; none before.
    lingered: Option<usize>,
}

/// A timer that is set anew only when it has rung, since deadlines mostly move away.
#[derive(Default)]
struct Timer(Option<Pin<Box<Sleep>>>);

impl Timer {
    /// Ready once `deadline` has passed.
    fn poll(&mut self, deadline: Moment, cx: &mut Context<'_>) -> Poll<()> {
        let sleep = self.0.get_or_insert_with(|| Box::pin(sleep_until(deadline)));
        if sleep.deadline() > deadline {
            sleep.as_mut().reset(deadline);
        }
        loop {
            ready!(sleep.as_mut().poll(cx));
            if Moment::now() >= deadline {
                return Poll::Ready(());
            }
            sleep.as_mut().reset(deadline);
        }
    }
}

fn timed_out<T>() -> Poll<io::Result<T>> {
    Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
}

impl Wire {
    pub(super) fn new(stream: TcpStream, line: Arc<Line>) -> Self {
        let (reading, writing) = (Timer::default(), Timer::default());
        Self { stream, line, reading, writing, taking: None, is_ended: false, lingered: None }
    }

    /// A client that is waited for has to take enough within the deadline; not only some of it.
    fn wrote(&mut self, outcome: Poll<io::Result<usize>>, cx: &mut Context<'_>) -> Poll<io::Result<usize>> {
        if let Poll::Ready(written) = &outcome {
            self.line.flows();
            let written = written.as_ref().copied().unwrap_or_default();
            let goes_on =
                |(since, taken)| Some((since, taken + written)).filter(|(_, taken)| *taken < TAKEN_BYTES_MIN);
            self.taking = self.taking.and_then(goes_on);
            return outcome;
        }
        self.line.stalls();
        let (since, _) = *self.taking.get_or_insert_with(|| (Moment::now(), 0));
        match self.writing.poll(since + STALL_DEADLINE, cx) {
            Poll::Ready(()) => timed_out(),
            Poll::Pending => Poll::Pending,
        }
    }
}

impl AsyncRead for Wire {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let me = self.get_mut();
        let before = buffer.filled().len();
        if let Poll::Ready(read) = Pin::new(&mut me.stream).poll_read(cx, buffer) {
            match buffer.filled().len() {
                same if same == before => me.is_ended = true,
                _ => me.line.heard(),
            }
            return Poll::Ready(read);
        }
        match me.line.read_deadline().map(|deadline| me.reading.poll(deadline, cx)) {
            Some(Poll::Ready(())) => timed_out(),
            Some(Poll::Pending) | None => Poll::Pending,
        }
    }
}

impl AsyncWrite for Wire {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let me = self.get_mut();
        let outcome = Pin::new(&mut me.stream).poll_write(cx, bytes);
        me.wrote(outcome, cx)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        parts: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let me = self.get_mut();
        let outcome = Pin::new(&mut me.stream).poll_write_vectored(cx, parts);
        me.wrote(outcome, cx)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let me = self.get_mut();
        // Everything that was to be written is written.
        me.taking = None;
        Pin::new(&mut me.stream).poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let me = self.get_mut();
        if me.lingered.is_none() {
            ready!(Pin::new(&mut me.stream).poll_shutdown(cx))?;
            me.lingered = Some(0);
            me.reading = Timer(Some(Box::pin(sleep_until(Moment::now() + LINGER))));
        }
        let mut scratch = [0; 4_096];
        while !me.is_ended && me.lingered.is_some_and(|bytes| bytes <= LINGER_BYTES_MAX) {
            if let Some(sleep) = &mut me.reading.0
                && sleep.as_mut().poll(cx).is_ready()
            {
                break;
            }
            let mut buffer = ReadBuf::new(&mut scratch);
            match ready!(Pin::new(&mut me.stream).poll_read(cx, &mut buffer)) {
                Ok(()) if !buffer.filled().is_empty() => {
                    me.lingered = me.lingered.map(|bytes| bytes + buffer.filled().len());
                }
                Ok(()) | Err(_) => me.is_ended = true,
            }
        }
        Poll::Ready(Ok(()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::TcpListener,
    };

    async fn connected() -> (TcpStream, Wire, Arc<Line>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let client = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        let line = Arc::new(Line::new(None));
        (client, Wire::new(listener.accept().await.unwrap().0, line.clone()), line)
    }

    /// How long the wire waited for bytes before it gave up.
    async fn patience(wire: &mut Wire) -> Duration {
        let begun = Moment::now();
        let mut buffer = [0; 64];
        loop {
            match wire.read(&mut buffer).await {
                Ok(read) => assert!(read > 0, "the client has not hung up"),
                Err(fault) => {
                    assert_eq!(fault.kind(), io::ErrorKind::TimedOut);
                    return begun.elapsed();
                }
            }
        }
    }

    fn is_about(time: Duration, deadline: Duration) -> bool {
        (deadline..deadline + Duration::from_secs(1)).contains(&(time + Duration::from_millis(5)))
    }

    #[tokio::test(start_paused = true)]
    async fn heads_and_pauses_have_deadlines_and_requests_under_way_have_none() {
        let (mut client, mut wire, line) = connected().await;
        let first = patience(&mut wire).await;
        assert!(is_about(first, HEAD_DEADLINE), "nothing came: {first:?}");

        line.answered();
        client.write_all(b"GET / HT").await.unwrap();
        let head = patience(&mut wire).await;
        assert!(is_about(head, HEAD_DEADLINE), "half a head: {head:?}");

        line.asked(false);
        let reading = tokio::time::timeout(Duration::from_secs(600), patience(&mut wire)).await;
        assert!(reading.is_err(), "it is being answered");

        line.answered();
        let pause = patience(&mut wire).await;
        assert!(is_about(pause, PAUSE_DEADLINE), "between two requests: {pause:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn an_answer_that_nobody_takes_gives_way_and_is_given_up() {
        let (_client, mut wire, line) = connected().await;
        line.asked(false);
        assert_eq!(line.gives_way(), None);
        let writing = tokio::spawn(async move {
            let piece = vec![0; 64 * 1024];
            loop {
                if let Err(fault) = wire.write_all(&piece).await {
                    return fault.kind();
                }
            }
        });
        let begun = Moment::now();
        while line.gives_way().is_none_or(|(doing, _)| doing != Doing::Stalled) {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        assert_eq!(line.is_slow().map(|(doing, _)| doing), Some(Doing::Stalled));
        assert_eq!(writing.await.unwrap(), io::ErrorKind::TimedOut);
        assert!(begun.elapsed() >= STALL_DEADLINE, "{:?}", begun.elapsed());
    }

    /// Writes an answer of so many bytes, of which the client takes so many a second.
    async fn written(bytes: usize, taken_a_second: usize) -> Result<(), io::ErrorKind> {
        let listener = super::super::reserve("127.0.0.1:0".parse().unwrap()).unwrap().listen().unwrap();
        let mut client = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        let accepted = listener.accept().await.unwrap().0;
        let mut wire = Wire::new(accepted, Arc::new(Line::new(None)));
        let taking = tokio::spawn(async move {
            let mut second = vec![0; taken_a_second];
            while client.read_exact(&mut second).await.is_ok() {
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        });
        let written = async {
            wire.write_all(&vec![0; bytes]).await?;
            wire.flush().await
        };
        let written = written.await.map_err(|fault| fault.kind());
        taking.abort();
        written
    }

    #[tokio::test(start_paused = true)]
    async fn a_client_that_takes_little_of_an_answer_is_given_up_and_a_slow_one_is_not() {
        let bytes = 8 * 1024 * 1024;
        assert_eq!(
            written(bytes, 256).await,
            Err(io::ErrorKind::TimedOut),
            "a byte now and then is not enough"
        );
        assert_eq!(written(bytes, 32 * 1024).await, Ok(()));
    }
}
