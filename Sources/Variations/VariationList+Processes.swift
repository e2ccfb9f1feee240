internal import Tensors

/// Variations that need a process of their own.
extension VariationList {
    func child(
        _ name: String, _ kind: Variation.Kind, _ made: String, promptCount: Int? = nil,
        _ change: (inout WorkElsewhere) -> Void = { _ in }
    ) -> Variation {
        var work = WorkElsewhere()
        change(&work)
        return Variation(
            name, kind, made, promptCount: promptCount ?? offer.promptCount, .program(work))
    }

    /// Variations in which every allocation of the C library is filled before use, and again when
    /// it is freed.
    var poisonedHeaps: [Variation] {
        ["5A", "A5"].map { fill in
            child("heap-\(fill.lowercased())", .memory, "all of malloc's memory filled, 0x\(fill)")
            {
                $0.variables = ["MALLOC_PERTURB_=0x\(fill)"]
            }
        }
    }

    // MARK: What surrounds a process

    var surroundings: [Variation] {
        let locales = ["tr_TR.UTF-8", "de_DE.UTF-8", "C"].map { name in
            let whole = "locale-\(name.prefix { $0 != "_" }.lowercased())"
            let made = "LC_ALL=\(name)"
            if let obstacle = offer.locales.obstacle(to: name) {
                return Variation(whole, .process, made, promptCount: 0, .missing(obstacle))
            }
            return child(whole, .process, made) {
                $0.variables = ["LC_ALL=\(name)", "LANG=\(name)"]
            }
        }
        let zones = ["Pacific/Kiritimati", "America/St_Johns"].map { zone in
            child(
                "zone-\(zone.split(separator: "/")[1].lowercased())", .process, "TZ=\(zone)"
            ) { $0.variables = ["TZ=\(zone)"] }
        }
        return locales + zones + [
            child("hash-seeds", .process, "Swift's hash seeds drawn anew"),
            child("hash-fixed", .process, "SWIFT_DETERMINISTIC_HASHING=1") {
                $0.variables = ["SWIFT_DETERMINISTIC_HASHING=1"]
            },
            child("folder-root", .process, "started in /") { $0.preparation = "cd /" },
            child("umask-077", .process, "umask 077") { $0.preparation = "umask 077" },
            child("environment-empty", .process, "no environment") { $0.isEmptied = true },
        ]
    }

    // MARK: Limits and places

    var limits: [Variation] {
        [
            child("stack-small", .process, "stacks of 512 KiB, 3 threads") {
                $0.preparation = "ulimit -s 512"
                $0.options = ["--threads", "3"]
            },
            child("stack-large", .process, "stacks of 256 MiB, 3 threads") {
                $0.preparation = "ulimit -s 262144"
                $0.options = ["--threads", "3"]
            },
            child("addresses-fixed", .process, "no random addresses: setarch -R") {
                $0.starter = ["setarch", "-R"]
                $0.package = "util-linux"
            },
            child("processor-one", .process, "one processor for 4 threads") {
                $0.preparation = Self.firstProcessorAlone
                $0.options = ["--threads", "4"]
            },
        ]
    }

    /// Binds the shell to the first processor that it may use, which need not be 0.
    private static let firstProcessorAlone =
        "{ first=$(taskset -cp $$ | sed 's/.*: //; s/[-,].*//') && "
        + "taskset -cp \"$first\" $$ >/dev/null; }"

    // MARK: OpenBLAS

    /// Variations of OpenBLAS, which chooses kernels by the processor and shares work among threads
    /// unless its environment says otherwise.
    var openBLAS: [Variation] {
        let settings = [
            ("threads", "OPENBLAS_NUM_THREADS=3"), ("nehalem", "OPENBLAS_CORETYPE=Nehalem"),
            ("sandybridge", "OPENBLAS_CORETYPE=Sandybridge"),
            ("haswell", "OPENBLAS_CORETYPE=Haswell"),
        ]
        return settings.map { name, variable in
            let whole = "openblas-\(name)"
            let made = "OpenBLAS with \(variable)"
            guard Backends.named("openblas") != nil else {
                return Variation(
                    whole, .backend, made, promptCount: 0, .missing("there is no OpenBLAS here"))
            }
            return child(whole, .backend, made) {
                $0.variables = [variable]
                $0.options = ["--backend", "openblas"]
            }
        }
    }

    // MARK: Builds

    var builds: [Variation] {
        guard !offer.programs.isEmpty else {
            return [
                Variation(
                    "build-other", .build, "another build of this program", promptCount: 0,
                    .missing("--program names one"))
            ]
        }
        return offer.programs.enumerated().map { place, path in
            child("build-\(place + 1)", .build, path) { $0.program = path }
        }
    }

    // MARK: Processors

    /// Emulated processors, the oldest first: they differ in the kernels that they can run.
    private static let emulatedX86 = [
        "Nehalem", "Westmere", "SandyBridge", "Haswell", "Skylake-Client", "EPYC", "max",
    ]
    private static let emulatedARM = ["cortex-a53", "cortex-a72", "max"]

    var processors: [Variation] {
        let isARM = offer.architecture == "arm64"
        let emulator = isARM ? "qemu-aarch64" : "qemu-x86_64"
        let models = (isARM ? Self.emulatedARM : Self.emulatedX86).map { ($0, [String]()) }
        let blas = isARM ? [] : [("Haswell", ["--backend", "openblas"])]
        return (models + blas).map { model, options in
            let suffix = options.isEmpty ? "" : "-openblas"
            let name = "processor-\(model.lowercased())\(suffix)"
            let made =
                "\(emulator) -cpu \(model)" + (options.isEmpty ? "" : ", the backend openblas")
            guard offer.emulates else {
                return Variation(
                    name, .processor, made, promptCount: 0, .missing("--qemu asks for it"))
            }
            return child(name, .processor, made, promptCount: few) {
                $0.starter = [emulator, "-cpu", model]
                $0.package = "qemu-user"
                $0.options = options + ["--threads", "1"]
            }
        }
    }
}
