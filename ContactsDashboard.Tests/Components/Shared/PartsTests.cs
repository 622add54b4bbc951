using Bunit;
using ContactsDashboard.Components.Shared;
using Microsoft.AspNetCore.Components;

namespace ContactsDashboard.Tests.Components.Shared;

public sealed class PartsTests : KitContext
{
    [Fact]
    public void Field_WithHintAndError_TiesThemToTheInput()
    {
        var part = Render<Field>(p => p.Add(f => f.Label, "Address").Add(f => f.Id, "address")
            .Add(f => f.Hint, "One.").Add(f => f.Error, "Wrong.")
            .Add(f => f.ChildContent, ids => (RenderFragment)(b =>
            {
                b.OpenElement(0, "input");
                b.AddAttribute(1, "id", ids.Id);
                b.AddAttribute(2, "aria-describedby", ids.DescribedBy);
                b.AddAttribute(3, "aria-invalid", ids.Invalid);
                b.CloseElement();
            })));

        var input = part.Find("input");
        part.Find("label").GetAttribute("for").Should().Be(input.Id);
        input.GetAttribute("aria-describedby")!.Split(' ').Select(id => part.Find($"#{id}").TextContent).Should().Equal("Wrong.", "One.");
        input.GetAttribute("aria-invalid").Should().Be("true");
    }

    [Fact]
    public async Task ErrorState_Retry_RaisesOnRetry()
    {
        var retried = false;
        var part = Render<ErrorState>(p => p.Add(e => e.Text, "No connection.").Add(e => e.OnRetry, () => retried = true));

        await part.Button("Retry").ClickAsync(new());

        retried.Should().BeTrue();
    }

    [Fact]
    public void ErrorState_NothingToRetry_HasNoButton() =>
        Render<ErrorState>(p => p.Add(e => e.Text, "Gone.")).Buttons().Should().BeEmpty();

    [Fact]
    public async Task Progress_Cancel_RaisesOnCancel()
    {
        var cancelled = false;
        var part = Render<Progress>(p => p.Add(x => x.Label, "Blocking").Add(x => x.Value, 30)
            .Add(x => x.OnCancel, () => cancelled = true));

        await part.Button("Cancel").ClickAsync(new());

        cancelled.Should().BeTrue();
        part.Find("progress").GetAttribute("value").Should().Be("30");
        part.Find("label").GetAttribute("for").Should().Be(part.Find("progress").Id);
    }

    [Fact]
    public void Progress_Unknown_HasNoValue() =>
        Render<Progress>(p => p.Add(x => x.Label, "Counting")).Find("progress").HasAttribute("value").Should().BeFalse();

    [Fact]
    public async Task FileDrop_Uploaded_HandsOverTheAnswer()
    {
        AddAuthorization();
        UploadedEventArgs? answer = null;
        var part = Render<FileDrop>(p => p.Add(f => f.Url, "/upload").Add(f => f.OnUploaded, e => answer = e));

        await part.Find("form").TriggerEventAsync("onuploaded", new UploadedEventArgs { Ok = true, Status = 200, Json = "{}" });

        answer!.Json.Should().Be("{}");
        part.Find("form").GetAttribute("enctype").Should().Be("multipart/form-data");
    }
}
