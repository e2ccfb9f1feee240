internal import Architectures
package import Encodings
package import Inference
package import Tensors

/// The largest values of a pass, each beside its bound.
package struct RangesReport: Sendable {
    package let ranges: ForwardRanges
    package let shape: TransformerShape

    package init(
        ranges: ForwardRanges, shape: TransformerShape
    ) {
        self.ranges = ranges
        self.shape = shape
    }

    /// All layers together, then each by itself; what belongs to no layer comes first.
    package var json: JSONValue {
        let layers = [nil] + (0..<ranges.layerCount).map(Optional.some)
        return .object([
            JSONMember(
                "clamps", clamps(ForwardClamp.allCases) { ranges[$0] }),
            JSONMember(
                "products", products(ForwardProduct.allCases) { ranges[$0] }),
            JSONMember("layers", .array(layers.map(layer))),
        ])
    }

    private func layer(_ layer: Int?) -> JSONValue {
        let seen = ranges[layer: layer]
        let own = ForwardClamp.allCases.filter { ($0 == .embedding) == (layer == nil) }
        return .object([
            JSONMember("layer", layer.map(JSONValue.integer) ?? .null),
            JSONMember("clamps", clamps(own) { seen[$0] }),
            JSONMember(
                "products",
                products(layer == nil ? [] : ForwardProduct.allCases) { seen[$0] }),
        ])
    }

    private func clamps(
        _ names: [ForwardClamp], _ count: (ForwardClamp) -> ClampCount
    ) -> JSONValue {
        .array(
            names.map { clamp in
                .object([
                    JSONMember("clamp", .string(clamp.rawValue)),
                    JSONMember("bound", .integer(Int(count(clamp).bound))),
                    JSONMember("maximum", .integer(Int(count(clamp).magnitudeMax))),
                    JSONMember("hits", .integer(count(clamp).hits)),
                ])
            })
    }

    private func products(
        _ names: [ForwardProduct], _ magnitude: (ForwardProduct) -> Int64
    ) -> JSONValue {
        .array(
            names.map { product in
                .object([
                    JSONMember("product", .string(product.rawValue)),
                    JSONMember("bound", .integer(Int(product.bound(.gpt2(shape))))),
                    JSONMember("maximum", .integer(Int(magnitude(product)))),
                ])
            })
    }

    package var text: String {
        var table = TextTable()
        for clamp in ForwardClamp.allCases {
            let count = ranges[clamp]
            table.add(
                "clamp \(clamp.rawValue)",
                "largest \(DecimalText.grouped(Int(count.magnitudeMax))) of "
                    + "\(DecimalText.grouped(Int(count.bound))), \(count.hits) hits")
        }
        for product in ForwardProduct.allCases {
            table.add(
                "sums \(product.rawValue)",
                "largest \(DecimalText.grouped(Int(ranges[product]))) of "
                    + "\(DecimalText.grouped(Int(product.bound(.gpt2(shape)))))")
        }
        return table.text
    }
}
