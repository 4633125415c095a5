a { b { c } 
