package s6j.front.ask;

import com.google.gson.JsonObject;

/** Something odd about a live tree: what it is about, what it means, and what to do. */
record Finding(Weight weight, String about, String text, String advice) {
  /** How bad it is. */
  enum Weight {
    PROBLEM,
    NOTE
  }

  static Finding problem(String about, String text, String advice) {
    return new Finding(Weight.PROBLEM, about, text, advice);
  }

  static Finding note(String about, String text, String advice) {
    return new Finding(Weight.NOTE, about, text, advice);
  }

  JsonObject json() {
    JsonObject object = new JsonObject();
    object.addProperty("weight", weight.name().toLowerCase(java.util.Locale.ROOT));
    object.addProperty("about", about);
    object.addProperty("text", text);
    object.addProperty("advice", advice);
    return object;
  }
}
