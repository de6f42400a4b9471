import os

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from topframe import BodyTooLargeError, DeliveryError, SignatureError, webhooks

from . import inbox


def sentry(request: HttpRequest) -> HttpResponse:  # settings: DATA_UPLOAD_MAX_MEMORY_SIZE = 20_000_000
    try:
        inbox.put(webhooks.receive(request.body, request.headers, secrets=os.environ["SENTRY_SECRET"]))
    except (SignatureError, BodyTooLargeError) as error:
        return HttpResponse(status=401 if isinstance(error, SignatureError) else 413)
    except DeliveryError as error:
        inbox.keep(error.body)
    return HttpResponse(status=204)


urlpatterns = [path("sentry", csrf_exempt(sentry))]
