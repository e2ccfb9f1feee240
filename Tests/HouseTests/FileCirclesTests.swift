import Testing

@Suite("Files of a room point one way")
struct FileCirclesTests {
    /// Circles that stand, by room: types that are recursive by nature.
    static let recursive: [String: [[String]]] = [  // looked up, never iterated
        // A value of Python holds texts and numbers; both refuse with the value's error.
        "PythonValues": [["PythonNumber_ieee", "PythonText", "PythonValue"]],
        // Still to be undone:
        "Architectures": [
            ["Operation", "Station"]
        ],
        "Auditing": [
            ["AddressSearch", "HardenedAdvantage", "MinerAdvantage", "PublishedAdvantage"]
        ],
        "Checkpoints": [
            ["FileDownload", "ModelDownload"],
            ["HDF5File", "HDF5Naming"],
            ["IntegerCache", "IntegerCacheKeeper"],
        ],
        "Cryptography": [
            ["Ed25519_sodium", "SystemRandom_sodium"]
        ],
        "Databases": [
            ["DatabaseFormat", "DatabaseTie", "WriteAheadLog"]
        ],
        "Disputes": [
            ["Comparison", "NextCommand"],
            ["FaultJudge", "FaultTrial"],
        ],
        "GlyphChain": [
            ["HardenedRules", "HardenedSchedule"]
        ],
        "Inference": [
            ["ForwardRanges", "LayerRanges"]
        ],
        "Platform": [
            ["HTTPResponse", "HTTPTransfer_curl"]
        ],
        "Proving": [
            ["TraceSnapshot", "TracedRun"]
        ],
        "Receipts": [
            ["MachineMatrix", "MachinePair"]
        ],
        "Reports": [
            ["CoverageDrawing", "CoverageReport"],
            ["DivergenceDrawing", "DivergenceMarks", "ElementPanel", "PromptStrip"],
        ],
        "Tensors": [
            ["AttentionResult", "ElementKernels"],
            ["BoundedMatrix", "IntegerMatrix", "IntegerWeights"],
            [
                "ExactGEMM", "KernelElements_kernels", "KernelGEMM_kernels", "KernelLimbs_kernels",
                "KernelMatrix_kernels", "KernelPlanes_kernels", "OpenBLASGEMM_openblas",
                "ReferenceGEMM_kernels",
            ],
        ],
        "Tokenization": [
            ["ByteLevelTokenizer", "TokenizerAssembly"],
            ["Pipeline", "TokenizerFile"],
        ],
        "Variations": [
            ["SingleBit", "Variation", "VariationJudge", "VariationOutcome", "WorkHere"]
        ],
        "glyphlab": [
            ["Attack", "AttackRun"],
            ["GlyphLab", "UnknownCommand"],
            ["ReportFiles", "SharedOptions"],
            ["Sweep", "SweepStatusCommand", "SweepTaskCommand"],
            ["Vary", "VaryRun"],
        ],
        "glyphlab-hdf5": [
            ["SourceFile_hdf5", "StorageMap_hdf5"]
        ],
    ]

    @Test("No circle stands but those that are listed, and each that is listed stands")
    func none() {
        let rooms = Set(HouseRulesTests.sources.map(\.room)).sorted()  // sorted, never iterated
        #expect(rooms.count > 25)
        for room in rooms {
            let circles = FileCircles(HouseRulesTests.sources.filter { $0.room == room }).circles
            #expect(circles == Self.recursive[room] ?? [], "\(room)")
        }
    }

    @Test("A planted circle of three files is seen, a line of three is not")
    func planted() {
        func files(_ last: String) -> [SourceFile] {
            [
                SourceFile(path: "R/A.swift", text: "struct A { let b: B }"),
                SourceFile(path: "R/Folder/B.swift", text: "package enum B { case c(C) }"),
                SourceFile(path: "R/C.swift", text: last),
            ]
        }
        #expect(FileCircles(files("final class C { var a: A? }")).circles == [["A", "B", "C"]])
        #expect(FileCircles(files("final class C {}  // of an A")).circles.isEmpty)
        #expect(
            FileCircles(files("let c = \"\"\"\n    A\n    \"\"\"\nstruct C {}")).circles.isEmpty)
    }
}
