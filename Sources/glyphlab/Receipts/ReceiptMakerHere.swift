import Cryptography
import Platform
import Proving
import Receipts
import Reports
import Tensors
import Tokenization
import Traces

/// The part of a receipt that describes this program and this machine.
extension ReceiptMaker {
    /// - Parameters:
    ///   - trace: the trace of the run.
    ///   - backend: the backend that ran.
    init(
        of trace: Trace, backend: any ExactGEMM, engine: EngineForm,
        settings: GoldenRun.Settings
    ) {
        let provenance = ThisRun.provenance(threadCount: settings.threadCount)
        let host = provenance.host
        self.init(
            model: trace.model.name, files: trace.model.files,
            storedDigest: Self.storedDigest(of: trace.model.tensors),
            tokenizerDigest: trace.model.tokenizerDigest,
            unicodeVersion: UnicodeVersion.text,
            work: Work(
                engine: engine.rawValue, backend: backend.name,
                threadCount: settings.threadCount, batchPromptCount: settings.batchPromptCount,
                sharesPrefixes: settings.shortcuts.sharesPrefixes),
            program: provenance.program,
            machine: ReceiptMaker.Machine(
                name: host.name, architecture: host.architecture, system: host.system,
                processor: host.processor, features: Platform.Machine.processor.features,
                kernels: Backends.usable.map(\.name), openBLAS: Backends.openBLASDescription))
    }
}
