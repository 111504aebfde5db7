//! A bad link between learners and host: everything comes 100 ms later in each direction, and of a hundred pieces five
//! come a retransmission's time later still, with all that follows them, as TCP shows a loss to those who use it.

use std::io::ErrorKind;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use ibid::rng::Chance;
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::unbounded_channel;
use tokio::time::{Instant, sleep_until};

/// The delay each way.
const DELAY: Duration = Duration::from_millis(100);
/// How much later a piece comes that was lost once.
const AGAIN: Duration = Duration::from_millis(400);
/// How many of a hundred are lost.
const LOST: u64 = 5;

/// Where the bad link to a server begins.
pub async fn link(to: SocketAddr) -> std::io::Result<SocketAddr> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move {
        let mut number = 0;
        while let Ok((near, _)) = listener.accept().await {
            let Ok(far) = TcpStream::connect(to).await else { continue };
            let ((near_in, near_out), (far_in, far_out)) = (near.into_split(), far.into_split());
            number += 2;
            tokio::spawn(carry(near_in, far_out, number));
            tokio::spawn(carry(far_in, near_out, number + 1));
        }
    });
    Ok(address)
}

async fn carry(from: OwnedReadHalf, to: OwnedWriteHalf, seed: u64) {
    let (sender, mut pieces) = unbounded_channel::<(Instant, Arc<[u8]>)>();
    let mut chance = Chance::new(seed, "link");
    let read = async move {
        let mut some = [0; 1_460];
        let mut last = Instant::now();
        while from.readable().await.is_ok() {
            match from.try_read(&mut some) {
                Ok(length @ 1..) => {
                    let late = if chance.below(100) < LOST { AGAIN } else { Duration::ZERO };
                    last = last.max(Instant::now() + DELAY + late);
                    if sender.send((last, some[..length].into())).is_err() {
                        return;
                    }
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                _ => return,
            }
        }
    };
    let write = async move {
        while let Some((due, piece)) = pieces.recv().await {
            sleep_until(due).await;
            let mut left = &piece[..];
            while !left.is_empty() {
                match to.try_write(left) {
                    Ok(written) => left = &left[written..],
                    Err(error) if error.kind() == ErrorKind::WouldBlock => {
                        if to.writable().await.is_err() {
                            return;
                        }
                    }
                    Err(_) => return,
                }
            }
        }
    };
    tokio::join!(read, write);
}
