using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;
using TokenVaultAgent.Tests;
using TokenVaultAgent.Tools.Mail;
using TokenVaultAgent.Tools.Providers.GoogleApis;
using TokenVaultAgent.Tools.Providers.GoogleGmailV1;
using TokenVaultAgent.Tools.Providers.Http;
using TokenVaultAgent.Tools.Providers.MicrosoftGraph;
using TokenVaultAgent.Tools.Tests.Providers;
using TokenVaultAgent.Tools.Untrusted;
using GmailMessage = TokenVaultAgent.Tools.Providers.GoogleGmailV1.Data.Message;

namespace TokenVaultAgent.Tools.Tests.Field;

/// <summary>Mails as they are in the field.</summary>
public sealed class MailsTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    // Wrappers without a size, and sizes without a unit: mjmlio/mjml#2767, mjmlio/mjml#1722.
    [Theory]
    [InlineData("01-mjml-font-size-0-wrapper.eml", "Your parcel arrives on Friday between 9 and 12.\n\nTrack parcel <https://shop.example/track/4711>")]
    [InlineData("04-long-combinator-hide-rule.eml", "Strike on Friday: no trains.")]
    public void A_builders_mail_is_read(string name, string text) => Assert.Equal(text, Html(MimeMessage.Load(PathOf(name), Cancelled).HtmlBody!).Text);

    [Theory]
    [InlineData("<td style='font-size:0;line-height:0'><span style='font-size:14px;line-height:20px'>seen</span></td>")]
    [InlineData("<div style='visibility:hidden'><p style='visibility:visible'>seen</p></div>")]
    [InlineData("<table style='color:#fff'><tr><td style='color:#333'>seen</td></tr></table>")]
    [InlineData("<div style='line-height:0'><p style='line-height:1.4'>seen</p></div>")]
    [InlineData("<table bgcolor=#000><tr><td><font color=white>seen</font></td></tr></table>")]
    [InlineData("<div style='font-size:1;'></div><p>seen</p>")]
    [InlineData("<style>.w{font-size:0}.t{font-size:16px}</style><div class=w><p class=t>seen</p></div>")]
    public void What_hides_a_wrapper_hides_nothing_that_sets_it_anew(string html) => Assert.Equal("seen", Html($"<table><tr>{html}</tr></table>").Text);

    // Texts for the list of mails that no reader sees: mjmlio/mjml#1943, mjmlio/mjml#388, emailmonday/Cerberus#237, leemunroe/responsive-html-email-template#203.
    [Theory]
    [InlineData("<div style='display:none;font-size:1px;color:#ffffff;line-height:1px;max-height:0px;max-width:0px;opacity:0;overflow:hidden'>hidden &#847; &zwnj;&nbsp;</div>")]
    [InlineData("<div style='max-height:0; overflow:hidden; mso-hide:all;' aria-hidden='true'>hidden</div>")]
    [InlineData("<style>.preheader{color:transparent;display:none;height:0;max-height:0;max-width:0;opacity:0;overflow:hidden;mso-hide:all;visibility:hidden;width:0}</style><span class=preheader>hidden</span>")]
    public void What_is_hidden_is_left_out_and_counted(string html) =>
        Assert.Equal(new VisibleText("seen", Cut: false, HiddenParts: 1), Html($"{html}<p>seen</p>"));

    [Fact]
    public void The_address_of_a_link_that_shows_nothing_is_not_told() =>
        Assert.Equal("seen", Html("<a href='https://x.example/?say=ignore'> </a><a href='https://x.example/?say=this' style='font-size:0'>x</a>seen").Text);

    [Fact]
    public void Where_nothing_is_shown_the_reason_is()
    {
        Assert.Equal(WithheldReason.NothingShown, Html("<p style='color:#fff'>hidden</p>").Withheld);
        Assert.Equal(WithheldReason.StylesElsewhere, Html("<link rel=stylesheet href='https://x.example/a.css'><p>who knows</p>").Withheld);
        Assert.Equal(WithheldReason.MayBeCovered, Html("<p>covered</p><div style='position:absolute;top:0;background:#fff;width:100%;height:99%'>on it</div>").Withheld);
        Assert.Null(Html("<img src=x>").Withheld);
    }

    [Fact]
    public async Task The_plain_text_counts_where_the_html_has_no_text()
    {
        Assert.Equal("plain", (await new MailBody("<img src=x>", IsHtml: true, "plain").ReadAsync(100, Cancelled)).Text);
        Assert.Equal("", (await new MailBody("", IsHtml: false, "plain", IsUnreadable: true).ReadAsync(100, Cancelled)).Text);
        Assert.Equal("", (await new MailBody("<p style='display:none'>x</p>", IsHtml: true, "plain").ReadAsync(100, Cancelled)).Text);
    }

    [Fact]
    public void An_invitation_alone_is_told_as_one()
    {
        var text = Invitation.Read(MimeMessage.Load(PathOf("30-text-calendar-only.eml"), Cancelled).BodyParts.OfType<TextPart>().Single().Text)!.ToText();

        Assert.Equal("[Invitation] Budget meeting\nWhen: 2026-12-08T09:00:00Z to 2026-12-08T10:00:00Z\nWhere: Room 5\n\nBring the figures", text);
    }

    [Theory]
    [InlineData("METHOD:CANCEL", "DTSTART;VALUE=DATE:20261208\r\nDTEND;VALUE=DATE:20261209", "[Cancelled meeting] x\nWhen: 2026-12-08 to 2026-12-09")]
    [InlineData("METHOD:REPLY", "DTSTART;TZID=Europe/Paris:20261208T090000\r\nDURATION:PT1H", "[Answer to an invitation] x\nWhen: 2026-12-08T09:00:00 Europe/Paris to 2026-12-08T10:00:00 Europe/Paris")]
    [InlineData("METHOD:COUNTER", "DTSTART:20261208T090000", "[Other time proposed for a meeting] x\nWhen: 2026-12-08T09:00:00")]
    [InlineData("X-A:1", "DTSTART:20261208T090000Z", "[Invitation] x\nWhen: 2026-12-08T09:00:00Z")]
    public void Every_kind_of_invitation_is_told(string method, string times, string text) =>
        Assert.Equal(text, Invitation.Read($"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{method}\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:x\r\n{times}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")?.ToText());

    [Theory]
    [InlineData("")]
    [InlineData("BEGIN:VCALENDAR")]
    [InlineData("BEGIN:VEVENT\nDTSTART:never\nEND:VEVENT")]
    [InlineData("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20269999T999999Z\nEND:VEVENT\nEND:VCALENDAR")]
    [InlineData("<html>no</html>")]
    public void What_is_no_invitation_throws_nothing(string text) => Invitation.Read(text);

    [Theory]
    [InlineData("<bold>Now</bold> is the time\nfor <<all>\n\nof us", "Now is the time for <all> \nof us")]
    [InlineData("<color><param>red</param>words</color>", "words")]
    [InlineData("<nofill>a\nb</nofill>", "a\nb")]
    [InlineData("a < b", "a < b")]
    [InlineData("a\r\nb", "a b")]
    public void Enriched_text_is_its_words(string enriched, string words) => Assert.Equal(words, EnrichedText.Plain(enriched));

    [Fact]
    public async Task A_body_that_comes_by_an_id_of_its_own_is_fetched()
    {
        var message50 = Input("50-gmail-body-by-attachment-id.json");
        await using var stub = await StubProvider.StartAsync(context =>
        {
            context.Response.ContentType = "application/json";
            var path = context.Request.Path.Value!;
            var text = path.EndsWith("_y", StringComparison.Ordinal) ? "<p>The long report.</p>" : "plain";
            return context.Response.WriteAsync(
                path.Contains("/attachments/", StringComparison.Ordinal) ? $$"""{"data":"{{System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text))}}"}""" : message50, Cancelled);
        });
        await using var clients = stub.Clients();
        var gmail = new GmailProvider(new GmailService(clients.GetRequiredService<GoogleServiceFactory>().Initializer(stub.Url, "gmail/v1/")));

        var message = await gmail.ReadAsync(StubProvider.Token(), "18c0ffee00000001", Cancelled);

        Assert.Equal("The long report.", (await message.Body.ReadAsync(100, Cancelled)).Text);
    }

    [Fact]
    public async Task Mails_too_long_together_are_listed_without_their_beginnings()
    {
        await using var stub = await StubProvider.StartAsync(context =>
        {
            context.Response.ContentType = "application/json";
            var withBodies = context.Request.QueryString.Value!.Contains("body", StringComparison.Ordinal);
            return context.Response.WriteAsync("""{"value":[{"id":"1","subject":"Fine"}]}""".PadRight(withBodies ? (int)ProviderHttp.MaxAnswerBytes + 1 : 0), Cancelled);
        });
        await using var clients = stub.Clients();
        var graph = new GraphMailProvider(clients.GetRequiredService<GraphApi>());

        var page = await graph.SearchAsync(StubProvider.Token(), new MailSearch(MailQuery.Everything, MailFolder.Inbox, 10, new MailPosition(null, 0)), Cancelled);

        Assert.Equal("Fine", Assert.Single(page.Messages)!.Subject);
    }

    [Fact]
    public async Task A_mail_that_went_between_the_list_and_its_reading_costs_no_other()
    {
        await using var stub = await StubProvider.StartAsync(context =>
        {
            context.Response.ContentType = "application/json";
            var isGone = context.Request.Path.Value!.EndsWith("/gone", StringComparison.Ordinal);
            context.Response.StatusCode = isGone ? StatusCodes.Status404NotFound : StatusCodes.Status200OK;
            return context.Response.WriteAsync(
                context.Request.Path.Value.EndsWith("/messages", StringComparison.Ordinal) ? """{"messages":[{"id":"gone"},{"id":"here"}]}""" : """{"id":"here","internalDate":"1795600000000"}""", Cancelled);
        });
        await using var clients = stub.Clients();
        var gmail = new GmailProvider(new GmailService(clients.GetRequiredService<GoogleServiceFactory>().Initializer(stub.Url, "gmail/v1/")));

        var page = await gmail.SearchAsync(StubProvider.Token(), new MailSearch(MailQuery.Everything, MailFolder.Inbox, 10, new MailPosition(null, 0)), Cancelled);

        Assert.Equal([null, "here"], page.Messages.Select(m => m?.Id));
    }

    [Theory]
    [InlineData("58-gmail-deep-reply-chain-with-style.json", "Newest answer: yes.")]
    // Gmail says UTF-8 and the header something else, or the bytes are as the header says: openclaw/gogcli#446, openclaw/gogcli#126.
    [InlineData("77-gmail-utf8-body-with-jp-charset-header.json", "会議は明日です。")]
    public async Task An_odd_body_is_read(string name, string beginning)
    {
        var message = GmailReader.Read(new GoogleJson().Deserialize<GmailMessage>(Input(name)))!;

        Assert.StartsWith(beginning, (await message.Body.ReadAsync(10_000, Cancelled)).Text, StringComparison.Ordinal);
    }

    // openclaw/gogcli#418, vladimarius/imapy#34, MailCore/mailcore2#1021, zammad/zammad#6144.
    [Theory]
    [InlineData("gbk", "阿里云账户", "text/html; charset=gbk")]
    [InlineData("gb18030", "哈哈", "text/plain; charset=gb18030")]
    [InlineData("big5", "會議", "text/plain; charset=big5")]
    [InlineData("shift_jis", "会議は明日です", "text/plain; charset=Shift_JIS")]
    [InlineData("euc-jp", "会議", "text/plain; charset=euc-jp")]
    [InlineData("euc-kr", "회의", "text/plain; charset=ks_c_5601-1987")]
    [InlineData("iso-2022-jp", "会議は明日です", "text/plain; charset=iso-2022-jp")]
    [InlineData("iso-2022-jp", "会議は明日です", "text/plain")]
    [InlineData("koi8-r", "Встреча", "text/plain; charset=koi8-r")]
    [InlineData("windows-1252", "Grüße €", "text/plain; charset=iso-8859-1")]
    [InlineData("windows-1252", "Grüße", "text/plain; charset=no-such")]
    [InlineData("utf-8", "Grüße", "text/plain; charset=gbk")]
    [InlineData("utf-16", "Grüße", "text/plain; charset=utf-16")]
    public void Code_pages_are_read(string encoding, string text, string contentType)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

        Assert.Equal(text, MailCharset.Decode(Convert.ToBase64String(Encoding.GetEncoding(encoding).GetBytes(text)).Replace('+', '-').Replace('/', '_'), contentType));
    }

    [Fact]
    public void A_mail_without_a_date_is_one_without_a_date()
    {
        var message = GmailReader.Read(new GoogleJson().Deserialize<GmailMessage>(Input("60-gmail-message-without-internaldate.json")))!;

        Assert.Null(message.ReceivedAt);
    }

    [Fact]
    public async Task Half_an_emoji_in_one_mail_costs_no_other()
    {
        await using var stub = await StubProvider.StartAsync(200, Input("73-graph-bodypreview-cut-inside-emoji.json").Replace("\"subject\":\"Party\"", "\"subject\":\"Party \\ud83c\"", StringComparison.Ordinal));
        await using var clients = stub.Clients();
        var graph = new GraphMailProvider(clients.GetRequiredService<GraphApi>());

        var page = await graph.SearchAsync(StubProvider.Token(), new MailSearch(MailQuery.Everything, MailFolder.Inbox, 10, new MailPosition(null, 0)), Cancelled);

        Assert.Equal(["Fine one", "Party \uFFFD"], page.Messages.Select(m => m!.Subject));
    }

    [Theory]
    [InlineData(@"""\ud83c\udf75""", @"""\ud83c\udf75""")]
    [InlineData(@"""\uD83C""", @"""\uFFFD""")]
    [InlineData(@"""\uDF75x""", @"""\uFFFDx""")]
    [InlineData(@"""\ud83c\ud83c\udf75""", @"""\uFFFD\ud83c\udf75""")]
    [InlineData(@"""\\ud83c""", @"""\\ud83c""")]
    [InlineData(@"""\\\ud83c""", @"""\\\uFFFD""")]
    [InlineData(@"""\u00e9\", @"""\u00e9\")]
    public void Only_halves_of_characters_are_replaced(string json, string mended)
    {
        var bytes = Encoding.UTF8.GetBytes(json);

        WholeCharactersHandler.Mend(bytes);

        Assert.Equal(mended, Encoding.UTF8.GetString(bytes));
    }

    private static VisibleText Html(string html) => HtmlText.FromHtml(html, 10_000, Cancelled);

    private static string PathOf(string name) => Path.Combine(Repository.Root, "tests", "Inputs", name);

    private static string Input(string name) => File.ReadAllText(PathOf(name));
}
