package import Fingerprints
internal import Foundation
package import PublishedNode
internal import PythonValues
package import Serving
internal import Synchronization

/// A published node of a folder as a process: it serves, asks others, and runs until it is told to
/// stop.
package final class PublishedParty: Sendable {
    package struct Inputs: Sendable {
        package let folder: PublishedFolder
        package let chainPath: String
        package let clock: any NodeClock
        package let chance: any NodeChance
        package let proofs: any ProofSource
        package let environment: NodeEnvironment
        package let meter: NodeMeter
        package let log: NodeLog
        package let stop: NodeStop

        package init(
            folder: PublishedFolder, chainPath: String, clock: any NodeClock,
            chance: any NodeChance, proofs: any ProofSource, environment: NodeEnvironment,
            meter: NodeMeter, log: NodeLog, stop: NodeStop
        ) {
            self.folder = folder
            self.chainPath = chainPath
            self.clock = clock
            self.chance = chance
            self.proofs = proofs
            self.environment = environment
            self.meter = meter
            self.log = log
            self.stop = stop
        }
    }

    /// The end of a run.
    package enum Ending: Sendable {
        case stopped
        /// No seed answered, and no chain was to be begun.
        case noChain
        /// The fault that a published process dies of.
        case died(NodeFault)
    }

    private let inputs: Inputs
    private let surroundings: NodeSurroundings
    private let host = Mutex<PublishedHost?>(nil)
    /// The node's dealings with others.
    package let sync: PublishedSync
    private let watch: PublishedWatch

    package init(_ inputs: Inputs) {
        self.inputs = inputs
        let log = inputs.log
        let printLine: @Sendable (String) -> Void = { log(.info, $0) }
        let transport = WatchedTransport(PlainTransport(stop: inputs.stop))
        surroundings = NodeSurroundings(
            folder: inputs.folder, clock: inputs.clock, chance: inputs.chance,
            miner: StoppableMiner(
                ProofMiner(proofs: inputs.proofs, chance: inputs.chance), stop: inputs.stop),
            proofs: inputs.proofs, transport: transport, printLine: printLine)
        let clock = inputs.clock
        sync = PublishedSync(
            folder: inputs.folder, client: PublishedClient(transport: transport),
            proofs: inputs.proofs, clockSeconds: { clock.seconds() }, printLine: printLine)
        watch = PublishedWatch(
            folder: inputs.folder, chainPath: inputs.chainPath, peers: transport,
            meter: inputs.meter)
    }

    package var view: NodeView {
        watch.view(connectionCount: host.withLock { $0?.connectionCount } ?? 0)
    }

    // MARK: Serving

    /// Serves from now on. **Throws:** where the address cannot be had.
    package func serve(
        at address: ListeningAddress
    ) throws(PlainListeningError) -> ListeningAddress {
        let host = try PublishedHost(
            at: address, server: PublishedServer(folder: inputs.folder), meter: inputs.meter,
            log: inputs.log)
        self.host.withLock { $0 = host }
        return host.address
    }

    /// Lets running requests end. **Result:** how many were cut off.
    package func stopServing() -> Int {
        host.withLock { $0 }?.stop() ?? 0
    }

    // MARK: Running

    /// Runs the loop of a full node until the stop is ordered.
    package func run(wallet: String) -> Ending {
        do throws(NodeFault) {
            var run = try PublishedRun(
                surroundings, environment: inputs.environment, wallet: PythonText(wallet)
            ) { Int(getpid()) }
            guard try run.start() else { return inputs.stop.isOrdered ? .stopped : .noChain }
            inputs.meter.beginMining()
            watch.note(run.chain)
            while !inputs.stop.isOrdered {
                let turn = try run.step()
                if turn.hasWon { inputs.meter.noteWin() }
                // A poll may have brought a chain; the mark of the file tells.
                if turn.hasWon || turn.hasPolled || turn.inbox != nil { watch.note(run.chain) }
            }
            return .stopped
        } catch {
            return .died(error)
        }
    }
}
