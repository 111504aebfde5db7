//! The floor: a TCP server that does the same exchange and nothing else. Each message has its length before it.
//!
//! It is told what to say by lines on its standard input: `say 1` sends everybody the first of its texts, and so on;
//! `each 2` the second to one after the other.

use std::io::{BufRead as _, ErrorKind, Read as _};
use std::sync::Arc;

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::broadcast::{Receiver, Sender, channel, error::RecvError};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// Serves until its standard input ends. The texts come on it first: how many, then each with its length on a line.
pub fn serve() -> Outcome<()> {
    let texts = texts()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let (says, _) = channel::<Arc<Vec<u8>>>(64);
    let for_lines = says.clone();
    std::thread::spawn(move || {
        for line in std::io::stdin().lines().map_while(Result::ok) {
            let at = line.rsplit(' ').next().and_then(|number| number.parse::<usize>().ok());
            if let Some(text) = at.and_then(|at| texts.get(at)) {
                let _ = for_lines.send(Arc::clone(text)); // nobody may be connected
            }
        }
        std::process::exit(0);
    });
    runtime.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        println!("port {}", listener.local_addr()?.port());
        loop {
            let (stream, _) = listener.accept().await?;
            tokio::spawn(serve_one(stream, says.clone()));
        }
    })
}

/// Reads the texts, each framed as it will be sent.
fn texts() -> Outcome<Vec<Arc<Vec<u8>>>> {
    let mut input = std::io::stdin().lock();
    let mut line = String::new();
    input.read_line(&mut line)?;
    let mut texts = Vec::new();
    for _ in 0..line.trim().parse::<usize>()? {
        line.clear();
        input.read_line(&mut line)?;
        let mut text = vec![0; line.trim().parse()?];
        input.read_exact(&mut text)?;
        texts.push(Arc::new([&(text.len() as u32).to_be_bytes()[..], &text].concat()));
    }
    Ok(texts)
}

async fn serve_one(stream: TcpStream, says: Sender<Arc<Vec<u8>>>) {
    let _ = stream.set_nodelay(true);
    let mut says = says.subscribe();
    let mut held = Vec::new();
    while let Ok(()) = turn(&stream, &mut says, &mut held).await {}
}

/// One message in or out.
async fn turn(stream: &TcpStream, says: &mut Receiver<Arc<Vec<u8>>>, held: &mut Vec<u8>) -> std::io::Result<()> {
    tokio::select! {
        said = says.recv() => match said {
            Ok(text) => write(stream, &text).await,
            Err(RecvError::Lagged(_)) => Ok(()),
            Err(RecvError::Closed) => Err(ErrorKind::BrokenPipe.into()),
        },
        ready = stream.readable() => {
            ready?;
            let mut some = [0; 1_024];
            match stream.try_read(&mut some) {
                Ok(0) => return Err(ErrorKind::UnexpectedEof.into()),
                Ok(length) => held.extend_from_slice(&some[..length]),
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(()),
                Err(error) => return Err(error),
            }
            while let Some(length) = held.first_chunk().map(|head| 4 + u32::from_be_bytes(*head) as usize) {
                let Some(message) = held.get(4..length) else { break };
                let reply = reply(message);
                held.drain(..length);
                if let Some(reply) = reply {
                    write(stream, &reply).await?;
                }
            }
            Ok(())
        }
    }
}

/// What is said to a message: to an answer, that it came.
fn reply(message: &[u8]) -> Option<Vec<u8>> {
    let message = std::str::from_utf8(message).ok()?;
    let words = if message.starts_with(r#"{"t":"answer""#) {
        let id = message.split(r#""id":"#).nth(1)?.split(',').next()?;
        format!(r#"{{"t":"ack","id":{id}}}"#)
    } else {
        r#"{"t":"you","player":0}"#.to_owned()
    };
    Some([&(words.len() as u32).to_be_bytes()[..], words.as_bytes()].concat())
}

async fn write(stream: &TcpStream, mut bytes: &[u8]) -> std::io::Result<()> {
    while !bytes.is_empty() {
        match stream.try_write(bytes) {
            Ok(written) => bytes = &bytes[written..],
            Err(error) if error.kind() == ErrorKind::WouldBlock => stream.writable().await?,
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
