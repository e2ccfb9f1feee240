internal import PublishedNode
internal import PythonValues
internal import Trials

/// A published node in a trial: a full node's loop beside its server, on one machine.
final class PublishedMember {
    let host: PublishedHost
    private let environment: NodeEnvironment
    private var run: PublishedRun?
    /// Connections whose callers keep still.
    private(set) var held: [WireReader] = []
    /// The longest turn, by the time that it waited for others.
    private(set) var waitedSeconds = 0

    init(_ host: PublishedHost, seeds: [String]) {
        self.host = host
        environment = NodeEnvironment(
            seeds: seeds.map { PythonText($0) }, chunk: 150, startsNewChain: true)
    }

    // MARK: The process

    /// Starts the program. **Result:** what it refused; nil where it died.
    func start() -> [Refusal]? {
        held = []
        host.revive()
        return lived { () throws(NodeFault) in
            var run = try PublishedRun(
                host.surroundings, environment: environment,
                wallet: PythonText(host.name)
            ) { 1 }
            if try run.start() { self.run = run }
        }
    }

    /// A turn of its loop. **Result:** what it refused, and whether it won; nil where it died.
    func turn(winning: Bool) -> (refusals: [Refusal], hasWon: Bool)? {
        guard host.isAlive, run != nil else { return ([], false) }
        host.miner.set(isOn: winning)
        var hasWon = false
        let refusals = lived { () throws(NodeFault) in
            hasWon = try run?.step().hasWon ?? false
        }
        return refusals.map { ($0, hasWon) }
    }

    private func lived(_ body: () throws(NodeFault) -> Void) -> [Refusal]? {
        do throws(NodeFault) {
            try body()
        } catch {
            run = nil
            host.die()
        }
        waitedSeconds = max(waitedSeconds, host.clock.waitedMilliseconds / 1_000)
        let refusals = host.takeRefusals()
        return host.isAlive ? refusals : nil
    }

    /// Runs a command in the node's folder. **Result:** whether it ended well.
    func command(_ arguments: [String]) -> Bool {
        let program = PublishedProgram(
            host.surroundings, environment: environment, startServer: { _ in 1 })
        if case .exit(0) = program.execute(arguments) { return true }
        return false
    }

    // MARK: The server

    /// The answer to a request after which the caller ends; nil for none.
    func answer(_ bytes: [UInt8]) -> (status: Int?, bytes: [UInt8])? {
        guard host.isAlive else { return nil }
        let reader = host.connection()
        var step = reader.take(bytes)
        if step == .needsMore { step = reader.end() }
        guard case .answer(let answer) = step else { return nil }
        return (reader.status, answer)
    }

    /// Takes the beginning of a request. **Result:** whether the connection is held.
    func hold(_ bytes: [UInt8]) -> Bool {
        guard host.isAlive else { return false }
        let reader = host.connection()
        guard reader.take(bytes) == .needsMore else { return false }
        held.append(reader)
        return true
    }
}
