using System.Net;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TokenVaultAgent.Tools.Failures;
using TokenVaultAgent.Tools.Providers;
using TokenVaultAgent.Tools.Providers.Http;

namespace TokenVaultAgent.Tools.Tests.Providers;

public sealed class ProviderInputTests
{
    [Theory]
    [InlineData("ada@gmail.example")]
    [InlineData("en.usa#holiday@group.v.calendar.google.com")]
    [InlineData("AAMkAGI2TG93AAA=")]
    [InlineData("a..b")]
    public void An_id_that_stays_one_path_segment_is_passed_on(string id) => Assert.Equal(id, ProviderPathId.Require("message_id", id));

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("..\\b")]
    [InlineData("%2e%2e")]
    [InlineData("a?b")]
    [InlineData("a b")]
    [InlineData("a\r\nb")]
    [InlineData("é")]
    public void An_id_that_could_change_the_path_is_refused_by_its_argument(string id)
    {
        var refusal = Assert.Throws<ToolFailureException>(() => ProviderPathId.Require("message_id", id));

        Assert.Equal(FailureCode.InvalidInput, refusal.Failure.Code);
        Assert.StartsWith("message_id ", refusal.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_endless_id_is_refused() => Assert.False(ProviderPathId.IsValid(new string('a', 1025)));

    [Theory]
    [InlineData("""{"error":{"errors":[{"reason":"notFound"}],"status":"NOT_FOUND","code":404}}""", "notFound")]
    [InlineData("""{"error":{"status":"PERMISSION_DENIED","code":403}}""", "PERMISSION_DENIED")]
    [InlineData("""{"error":{"code":"ErrorAccessDenied"}}""", "ErrorAccessDenied")]
    [InlineData("""{"error":"invalid_token","error_description":"secret"}""", "invalid_token")]
    [InlineData("""{"error":{"code":"Two words of prose"}}""", null)]
    [InlineData("""{"error":[1]}""", null)]
    [InlineData("[]", null)]
    [InlineData("<html>", null)]
    public void Only_the_machine_readable_reason_of_an_error_is_read(string body, string? reason) =>
        Assert.Equal(reason, ProviderReason.Parse(Encoding.UTF8.GetBytes(body)));

    [Theory]
    [InlineData("7", 7)]
    [InlineData("Mon, 23 Nov 2026 12:00:30 GMT", 30)]
    [InlineData("Mon, 23 Nov 2026 11:00:00 GMT", 0)]
    [InlineData("soon", null)]
    public void Retry_after_is_read_in_both_forms(string header, int? seconds)
    {
        using var response = new HttpResponseMessage(HttpStatusCode.TooManyRequests);
        response.Headers.TryAddWithoutValidation("Retry-After", header);

        var wait = RetryAfterHeader.Read(response, new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));

        Assert.Equal(seconds, (int?)wait?.TotalSeconds);
    }

    [Fact]
    public void Every_faulty_setting_is_named()
    {
        var options = Options(
            ("Providers:GraphUrl", "http://graph.example/v1.0"), ("Providers:GmailUrl", "gmail"), ("Providers:ReadRetries", "9"),
            ("Providers:AttemptTimeout", "00:05:00"));

        var faults = Assert.Throws<OptionsValidationException>(() => options.Value).Failures.ToArray();

        Assert.Equal(4, faults.Length);
        Assert.All(
            ["Providers:GraphUrl", "Providers:GmailUrl", "Providers:ReadRetries", "Providers:AttemptTimeout"],
            key => Assert.Single(faults, f => f.StartsWith(key, StringComparison.Ordinal)));
    }

    [Fact]
    public void The_defaults_are_valid() => Assert.Equal("graph.microsoft.com", Options().Value.GraphUrl.Host);

    private static IOptions<ProviderOptions> Options(params (string Key, string Value)[] settings) =>
        new ServiceCollection()
            .AddProviders(new ConfigurationBuilder()
                .AddInMemoryCollection(settings.Select(s => new KeyValuePair<string, string?>(s.Key, s.Value))).Build())
            .BuildServiceProvider().GetRequiredService<IOptions<ProviderOptions>>();
}
