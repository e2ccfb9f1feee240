import Dispatch
import Foundation
import Synchronization

/// Work over a range of indices, split into fixed contiguous parts, one a thread.
public enum Threads {
    /// Calls `body` with every part from 0 to count − 1, on as many threads, and waits for all.
    ///
    /// **Precondition:** count ≥ 1.
    public static func each(count: Int, _ body: @Sendable (_ part: Int) -> Void) {
        precondition(count >= 1, "\(count) threads")
        guard canDispatch else { return (0..<count).forEach(body) }
        DispatchQueue.concurrentPerform(iterations: count, execute: body)
    }

    /// Whether Dispatch may start threads: on Linux it watches them through /proc, and traps now
    /// and then where that is missing. Work is done part after part there.
    static let canDispatch: Bool = {
        #if os(Linux)
            unsafe access("/proc/self/stat", R_OK) == 0
        #else
            true
        #endif
    }()

    /// The results of `body(index)` for index 0 ..< count, in the order of the indices.
    ///
    /// **Determinism:** results go to their index's place; where several bodies throw, the error of
    /// the lowest index that was reached is thrown. Which thread computes what follows from
    /// `count` and `threadCount` alone.
    /// **Precondition:** count ≥ 0, threadCount ≥ 1.
    public static func map<Value: Sendable, Failure: Error>(
        count: Int, threadCount: Int, _ body: @Sendable (Int) throws(Failure) -> Value
    ) throws(Failure) -> [Value] {
        precondition(count >= 0 && threadCount >= 1, "\(count) indices on \(threadCount) threads")
        let parts = Mutex([[Result<Value, Failure>]](repeating: [], count: threadCount))
        each(count: threadCount) { part in
            var results: [Result<Value, Failure>] = []
            for index in count * part / threadCount..<count * (part + 1) / threadCount {
                let result = Result { () throws(Failure) in try body(index) }
                results.append(result)
                if case .failure = result { break }
            }
            parts.withLock { $0[part] = results }
        }
        var values: [Value] = []
        for result in parts.withLock({ $0 }).joined() { values.append(try result.get()) }
        return values
    }
}
