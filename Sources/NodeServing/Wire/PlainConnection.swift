internal import FlyingSocks
internal import Foundation

/// A connection of bytes, read and written by one thread within limits of time.
package final class PlainConnection {
    private static let partByteCount = 16 << 10

    private let socket: Socket
    private let waitMilliseconds: Int
    private let deadline: ContinuousClock.Instant

    /// The numeric address of the other machine; empty where the system does not tell.
    package var peerAddress: String {
        switch try? socket.remotePeer() {
        case .ip4(let address, _)?, .ip6(let address, _)?: address
        case .unix?, nil: ""
        }
    }

    /// - Parameters:
    ///   - socket: takes no wait of its own.
    ///   - waitMilliseconds: the longest wait for the other side's next bytes.
    ///   - deadline: the end of the connection, whatever comes.
    init(_ socket: Socket, waitMilliseconds: Int, deadline: ContinuousClock.Instant) {
        self.socket = socket
        self.waitMilliseconds = waitMilliseconds
        self.deadline = deadline
    }

    /// The outcome of a read.
    package enum Arrival: Sendable, Equatable {
        /// At least one.
        case bytes([UInt8])
        case end
        /// Nothing came in time, or the connection broke.
        case lost
    }

    /// Waits for the next bytes.
    package func read() -> Arrival {
        while ContinuousClock.now < deadline {
            do {
                let bytes = try socket.read(atMost: Self.partByteCount)
                return bytes.isEmpty ? .end : .bytes(bytes)
            } catch SocketError.blocked {
                guard waits(for: POLLIN) else { return .lost }
            } catch SocketError.disconnected {
                return .end
            } catch {
                return .lost
            }
        }
        return .lost
    }

    /// Writes all bytes. **Result:** false where the other side did not take them in time.
    @discardableResult
    package func write(_ bytes: [UInt8]) -> Bool {
        var rest = Data(bytes)
        while !rest.isEmpty {
            guard ContinuousClock.now < deadline else { return false }
            do {
                let end = try socket.write(rest, from: rest.startIndex)
                rest = rest[end...]
            } catch SocketError.blocked {
                guard waits(for: POLLOUT) else { return false }
            } catch {
                return false
            }
        }
        return true
    }

    /// Says that no more is written, and reads what the other side still sends, for a while:
    /// closing at once could take the answer away from who still sends.
    package func sayFarewell(byteCountMax: Int, milliseconds: Int) {
        _ = shutdown(socket.file.rawValue, Self.writing)
        let end = ContinuousClock.now + .milliseconds(milliseconds)
        var rest = byteCountMax
        while rest > 0, ContinuousClock.now < end {
            do {
                let bytes = try socket.read(atMost: Self.partByteCount)
                guard !bytes.isEmpty else { return }
                rest -= bytes.count
            } catch SocketError.blocked {
                let left = (end - .now).components
                let wait = Int(left.seconds) * 1_000 + Int(left.attoseconds / 1_000_000_000_000_000)
                guard Self.isReady(socket, POLLIN, milliseconds: wait) else { return }
            } catch {
                return
            }
        }
    }

    private func waits(for events: Int32) -> Bool {
        let left = (deadline - .now).components
        let leftMilliseconds =
            Int(left.seconds) * 1_000 + Int(left.attoseconds / 1_000_000_000_000_000)
        guard leftMilliseconds > 0 else { return false }
        return Self.isReady(
            socket, events, milliseconds: min(waitMilliseconds, leftMilliseconds))
    }

    static func isReady(_ socket: Socket, _ events: Int32, milliseconds: Int) -> Bool {
        var wanted = pollfd(fd: socket.file.rawValue, events: Int16(events), revents: 0)
        return unsafe poll(&wanted, 1, Int32(clamping: max(0, milliseconds))) > 0
    }

    #if canImport(Glibc)
        private static let writing = Int32(SHUT_WR)
        static let both = Int32(SHUT_RDWR)
    #else
        private static let writing = SHUT_WR
        static let both = SHUT_RDWR
    #endif
}
