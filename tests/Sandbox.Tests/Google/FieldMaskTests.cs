using System.Text.Json.Nodes;
using TokenVaultAgent.Sandbox.Google;

namespace TokenVaultAgent.Sandbox.Tests.Google;

public sealed class FieldMaskTests
{
    private const string Source = """{"kind":"k","next":"n","items":[{"id":1,"start":{"date":"d","zone":"z"}},{"id":2}]}""";

    [Theory]
    [InlineData("kind", """{"kind":"k"}""")]
    [InlineData("kind,next", """{"kind":"k","next":"n"}""")]
    [InlineData("items(id)", """{"items":[{"id":1},{"id":2}]}""")]
    [InlineData("items/id", """{"items":[{"id":1},{"id":2}]}""")]
    [InlineData("items(id,start/date)", """{"items":[{"id":1,"start":{"date":"d"}},{"id":2}]}""")]
    [InlineData("items/start(zone)", """{"items":[{"start":{"zone":"z"}},{}]}""")]
    [InlineData("items/id,items/start/zone", """{"items":[{"id":1,"start":{"zone":"z"}},{"id":2}]}""")]
    [InlineData("items(id),items", """{"items":[{"id":1,"start":{"date":"d","zone":"z"}},{"id":2}]}""")]
    [InlineData("*", Source)]
    [InlineData("items/*", """{"items":[{"id":1,"start":{"date":"d","zone":"z"}},{"id":2}]}""")]
    [InlineData("items/*/date", """{"items":[{"start":{"date":"d"}},{}]}""")]
    public void A_mask_selects_what_it_names(string fields, string expected)
    {
        var mask = FieldMask.Parse(fields);

        var selected = mask.Apply(JsonNode.Parse(Source))!.ToJsonString();

        Assert.Equal(expected, selected);
    }

    [Theory]
    [InlineData("")]
    [InlineData(",")]
    [InlineData("a,")]
    [InlineData("a(")]
    [InlineData("a(b")]
    [InlineData("a)")]
    [InlineData("a()")]
    [InlineData("a/")]
    [InlineData("a b")]
    public void A_text_that_is_no_mask_is_refused(string fields) =>
        Assert.Throws<FormatException>(() => FieldMask.Parse(fields));

    [Fact]
    public void A_mask_of_absurd_depth_is_refused() =>
        Assert.Throws<FormatException>(() => FieldMask.Parse(string.Concat(Enumerable.Repeat("a(", 5_000))));

    [Theory]
    [InlineData("items(id,strat)", "strat")]
    [InlineData("kind/below", "below")]
    [InlineData("items(id,start/date),kind", null)]
    [InlineData("items/*", null)]
    [InlineData("open/what/ever", null)]
    public void A_name_that_the_answer_does_not_have_is_found(string fields, string? unknown)
    {
        var shape = FieldMask.Parse("kind,items(id,start(date,zone)),open(*)");

        var found = FieldMask.Parse(fields).FirstUnknown(shape);

        Assert.Equal(unknown, found);
    }
}
